import { NextResponse } from 'next/server';

export async function POST(request) {
	const form = await request.formData();
	const response = await fetch('https://verify.example.com/api/verification/sessions', {
		method: 'POST',
		headers: {
			Authorization: `Bearer ${process.env.IDB_SECRET_KEY}`,
			'Content-Type': 'application/json'
		},
		body: JSON.stringify({
			// Take this from your own login, not from the form, once you have one.
			externalUserId: form.get('userId'),
			returnUrl: 'https://tenant.example/kyc/done',
			webhookUrl: 'https://tenant.example/webhooks/kyc',
			webhookSecret: process.env.IDB_WEBHOOK_SECRET
		})
	});
	if (!response.ok) {
		const { error } = await response.json();
		console.error('no session', error.code, error.requestId);
		return NextResponse.json({ error: 'not available right now' }, { status: 502 });
	}
	const { hostedUrl } = await response.json();
	return NextResponse.redirect(hostedUrl, { status: 303 });
}
