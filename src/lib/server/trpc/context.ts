import type { Deps } from '$lib/server/deps';
import type { Login } from '$lib/server/auth';

/** By which a page says whose data it shows; absent where the server reads for a page itself. */
export const SHOWN_HEADER = 'x-organization';

/** What a procedure knows of its caller. `cookie` reads one of the request's cookies. */
export interface Context {
	deps: Deps;
	requestId: string;
	login: Login | null;
	/** The organization that the calling page was opened with; null: it does not say. */
	shown: string | null;
	cookie: (name: string) => string | undefined;
}

/** From a request; takes only the parts it needs, so that tests can build one. */
export const createContext = (event: {
	locals: { deps: Deps; requestId: string; login: Login | null };
	cookies: { get(name: string): string | undefined };
	request: { headers: { get(name: string): string | null } };
}): Context => ({
	deps: event.locals.deps,
	requestId: event.locals.requestId,
	login: event.locals.login,
	shown: event.request.headers.get(SHOWN_HEADER),
	cookie: (name) => event.cookies.get(name)
});
