import type { trpcServer } from '$lib/server/trpc/server';

/** Query results that a page's load has read, keyed as the browser's cache keys them. */
export type TrpcSsr = ReturnType<(typeof trpcServer)['hydrateToClient']>;
