import type { Deps } from '$lib/server/deps';
import type { Login } from '$lib/server/auth';

/** What a procedure knows of its caller. `cookie` reads one of the request's cookies. */
export interface Context {
	deps: Deps;
	requestId: string;
	login: Login | null;
	cookie: (name: string) => string | undefined;
}

/** From a request; takes only the parts it needs, so that tests can build one. */
export const createContext = (event: {
	locals: { deps: Deps; requestId: string; login: Login | null };
	cookies: { get(name: string): string | undefined };
}): Context => ({
	deps: event.locals.deps,
	requestId: event.locals.requestId,
	login: event.locals.login,
	cookie: (name) => event.cookies.get(name)
});
