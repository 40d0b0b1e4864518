import { NextResponse } from 'next/server';

export async function POST(request) {
	const { userId } = await request.json();
	const created = await fetch('https://verify.example.com/api/verification/sessions', {
		method: 'POST',
		headers: { Authorization: `Bearer ${process.env.IDB_SECRET_KEY}`, 'Content-Type': 'application/json' },
		body: JSON.stringify({
			externalUserId: userId,
			returnUrl: 'https://tenant.example/kyc/done',
			webhookUrl: 'https://tenant.example/webhooks/kyc',
			webhookSecret: process.env.IDB_WEBHOOK_SECRET
		})
	});
	const { hostedUrl } = await created.json();
	return NextResponse.redirect(hostedUrl, { status: 302 });
}
