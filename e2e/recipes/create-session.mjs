const response = await fetch('https://verify.example.com/api/verification/sessions', {
	method: 'POST',
	headers: {
		Authorization: `Bearer ${process.env.IDB_SECRET_KEY}`,
		'Content-Type': 'application/json'
	},
	body: JSON.stringify({
		externalUserId: 'user_123',
		returnUrl: 'https://tenant.example/kyc/done',
		webhookUrl: 'https://tenant.example/webhooks/kyc',
		webhookSecret: process.env.IDB_WEBHOOK_SECRET,
		metadata: { campaign: 'q3' }
	})
});
const answer = await response.json();
if (!answer.ok) throw new Error(`${answer.error.code} (request ${answer.error.requestId})`);
console.log(answer.sessionId, answer.hostedUrl);
