import type { Handle } from '@sveltejs/kit';
import { LOGIN_COOKIE, readLoginSession } from '$lib/server/auth';
import { createCaller } from '$lib/server/trpc/router';
import { createContext } from '$lib/server/trpc/context';

/** Reads who is logged in, and gives pages their way to the procedures. A cookie that opens nothing is taken back. */
export const loginSession: Handle = async ({ event, resolve }) => {
	const { locals, cookies } = event;
	const token = cookies.get(LOGIN_COOKIE);
	locals.login = token ? await readLoginSession(locals.deps, token) : null;
	if (token && !locals.login) cookies.delete(LOGIN_COOKIE, { path: '/', secure: locals.deps.config.secureCookies });
	locals.caller = createCaller(() => createContext(event));
	return resolve(event);
};
