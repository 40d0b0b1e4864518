import { PasskeyAnswer } from '$lib/contract/passkeys';
import {
	beginPasskeyLogIn,
	beginPasskeyStep,
	finishByPasskey,
	logInByPasskey,
	loginCookieAttributes
} from '$lib/server/auth';
import { addressOf, textOf } from '$lib/server/hooks/formRequest';
import { notePasskeyRegression } from '$lib/server/organizations';
import { AppError } from '$lib/server/platform';
import { enter, PENDING_COOKIE, refused } from './entering.server';
import type { RequestEvent } from './$types';

/** What the challenge is bound to; opens nothing by itself. */
const ASKED_COOKIE = 'kyc_login_passkey';

/** Passkeys need the browser's script: these actions are called by it, not by a form. */
export const passkeyActions = {
	passkeyAsk: (event: RequestEvent) =>
		guarded(event, {}, async () => {
			const { deps } = event.locals;
			const { holder, options } = await beginPasskeyLogIn(deps, { address: addressOf(event) });
			const attributes = loginCookieAttributes(deps.config);
			event.cookies.set(ASKED_COOKIE, holder, { ...attributes, path: '/login', maxAge: 300 });
			return { options };
		}),
	passkey: (event: RequestEvent) =>
		guarded(event, {}, async () => {
			const { deps } = event.locals;
			const holder = event.cookies.get(ASKED_COOKIE) ?? '';
			event.cookies.delete(ASKED_COOKIE, { path: '/login' });
			const input = { ...fromOf(event), holder, answer: await answerOf(event) };
			enter(event, (await logInByPasskey(deps, input, notePasskeyRegression(deps))).token);
		}),
	stepAsk: (event: RequestEvent) =>
		guarded(event, { pending: true }, async () => {
			const pending = event.cookies.get(PENDING_COOKIE) ?? '';
			return { options: await beginPasskeyStep(event.locals.deps, { pending, address: addressOf(event) }) };
		}),
	step: (event: RequestEvent) =>
		guarded(event, { pending: true }, async () => {
			const { deps } = event.locals;
			const pending = event.cookies.get(PENDING_COOKIE) ?? '';
			const input = { ...fromOf(event), pending, answer: await answerOf(event) };
			enter(event, (await finishByPasskey(deps, input, notePasskeyRegression(deps))).token);
		})
};

const fromOf = (event: RequestEvent) => ({
	address: addressOf(event),
	userAgent: event.request.headers.get('user-agent')
});

async function answerOf({ request }: RequestEvent): Promise<PasskeyAnswer> {
	const parsed = PasskeyAnswer.safeParse(parseJson(textOf(await request.formData(), 'answer')));
	if (!parsed.success) throw new AppError('LOGIN_FAILED', { cause: parsed.error });
	return parsed.data;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

async function guarded<T>(event: RequestEvent, said: { pending?: boolean }, work: () => Promise<T>) {
	try {
		return await work();
	} catch (error) {
		return refused(event, error, { email: '', passkey: true, ...said });
	}
}
