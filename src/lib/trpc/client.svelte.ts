/**
 * The browser's way to the procedures, and the only file that knows trpc-svelte-query. To leave that library: svelte-query's
 * createQuery over a plain tRPC client, with the same hydration from `page.data.trpc`.
 */
import { httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { createTRPCSvelte } from 'trpc-svelte-query';
import type { AppRouter } from '$lib/server/trpc/router';
import type { TrpcSsr } from './ssr';

export const trpc = createTRPCSvelte<AppRouter>({
	links: [httpBatchLink({ url: '/api/trpc', transformer: superjson })],
	queryClientConfig: { defaultOptions: { queries: { staleTime: 30_000, retry: 1 } } }
});

/**
 * Called once by the layout of the pages that use queries. `read` gives the page's own data: a layout's load would be
 * serialised before the page's queries have run, and the browser would ask for everything again.
 */
export function hydrateQueries(read: () => TrpcSsr | undefined, inBrowser: boolean): void {
	trpc.hydrateFromServer(() => read() ?? new Map());
	if (!inBrowser) return;
	// The library fills its cache after a new page has mounted, one needless request too late: fill it before.
	$effect.pre(() => {
		for (const [key, value] of read() ?? []) trpc.queryClient.setQueryData(key, value);
	});
}
