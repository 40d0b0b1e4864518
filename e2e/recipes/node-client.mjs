// [create]
import { createClient } from '@uniicy/node';

const uniicy = createClient({
	secretKey: process.env.IDB_SECRET_KEY,
	host: 'https://verify.example.com'
});
const { sessionId, hostedUrl } = await uniicy.sessions.create({
	externalUserId: 'user_123',
	webhookUrl: 'https://tenant.example/webhooks/kyc',
	webhookSecret: process.env.IDB_WEBHOOK_SECRET
});
// [/create]
console.log(sessionId, hostedUrl);

// [list]
for await (const session of uniicy.sessions.list({ reviewStatus: 'none' }))
	console.log(session.sessionId, session.createdAt);
// [/list]

// [sandbox]
await uniicy.sandbox.run(sessionId, 'another_face');
// [/sandbox]

await uniicy.sessions.redact(sessionId);

// [errors]
import { UniicyApiError } from '@uniicy/node';

try {
	await uniicy.sessions.cancel(sessionId);
} catch (error) {
	if (!(error instanceof UniicyApiError)) throw error;
	console.error(error.code, error.docUrl, error.requestId);
}
// [/errors]
