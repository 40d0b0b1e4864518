import { RedeemHandoffInput } from '$lib/contract/verification';
import { applicantCookie, heldCredentials } from '$lib/server/auth';
import { countCall, ok, readJson, route } from '$lib/server/rest';
import { redeemedBefore, redeemHandoff } from '$lib/server/verification';
import type { RequestEvent } from './$types';

export const POST = route<RequestEvent>(async (event) => {
	const { deps } = event.locals;
	const { code } = await readJson(event.request, RedeemHandoffInput);
	const before = await redeemedBefore(deps, code, heldCredentials(event.cookies));
	if (before) return ok({ ok: true, ...before });
	await countCall(event, 'redeem');
	const { credential, expiresAt, ...redeemed } = await redeemHandoff(deps, code);
	const cookie = applicantCookie(deps, redeemed.sessionId, expiresAt);
	event.cookies.set(cookie.name, credential, cookie.options);
	return ok({ ok: true, ...redeemed });
});
