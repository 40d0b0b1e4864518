import { RedeemHandoffInput } from '$lib/contract/verification';
import { applicantCookie } from '$lib/server/auth';
import { countCall, ok, readJson, route } from '$lib/server/rest';
import { redeemHandoff } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	await countCall(event, 'redeem');
	const { code } = await readJson(event.request, RedeemHandoffInput);
	const { sessionId, credential, expiresAt } = await redeemHandoff(deps, code);
	const cookie = applicantCookie(deps, sessionId, expiresAt);
	event.cookies.set(cookie.name, credential, cookie.options);
	return ok({ ok: true, sessionId });
});
