import { createTRPCSvelteServer } from 'trpc-svelte-query/server';
import { createContext } from './context';
import { appRouter } from './router';

/** Reads for pages: `await trpcServer.x.y.ssr(input)` in a page's load, then `trpc: trpcServer.hydrateToClient(event)` in its data. */
export const trpcServer = createTRPCSvelteServer({ endpoint: '/api/trpc', router: appRouter, createContext });
