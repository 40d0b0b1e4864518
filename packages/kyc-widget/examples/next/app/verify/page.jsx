import { KycFlow } from './KycFlow.jsx';

/** A session for each visit: never a page that was made while building. */
export const dynamic = 'force-dynamic';

/** Runs on your server: the secret key stays there. */
export default async function VerifyPage() {
	const host = process.env.KYC_HOST;
	const reply = await fetch(`${host}/api/verification/sessions`, {
		method: 'POST',
		headers: { authorization: `Bearer ${process.env.KYC_SECRET_KEY}`, 'content-type': 'application/json' },
		body: JSON.stringify({ externalUserId: 'user_123' }),
		cache: 'no-store'
	});
	if (!reply.ok) throw new Error(`Creating the session answered ${reply.status}`);
	const { sessionId, clientSecret } = await reply.json();
	return (
		<KycFlow
			host={host}
			publishableKey={process.env.KYC_PUBLISHABLE_KEY}
			sessionId={sessionId}
			clientSecret={clientSecret}
		/>
	);
}
