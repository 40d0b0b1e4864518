/** A create call that is ready to paste; `secretKey` may be a place to fill in. */
export const createSessionCurl = (origin: string, secretKey: string): string =>
	[
		`curl -X POST ${origin}/api/verification/sessions \\`,
		`  -H "Authorization: Bearer ${secretKey}" \\`,
		`  -H "Content-Type: application/json" \\`,
		`  -d '{ "externalUserId": "user_123" }'`
	].join('\n');
