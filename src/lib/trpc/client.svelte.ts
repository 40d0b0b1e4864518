/**
 * The browser's way to the procedures, and the only file that knows trpc-svelte-query. To leave that library: svelte-query's
 * createQuery over a plain tRPC client, with the same hydration from `page.data.trpc`.
 */
import { httpBatchLink } from '@trpc/client';
import superjson from 'superjson';
import { createTRPCSvelte } from 'trpc-svelte-query';
import type { AppRouter } from '$lib/server/trpc/router';
import type { TrpcSsr } from './ssr';

/** The organization whose data this page shows, in the browser; null on pages that show none. */
let shown: string | null = null;

export const trpc = createTRPCSvelte<AppRouter>({
	links: [
		httpBatchLink({
			url: '/api/trpc',
			transformer: superjson,
			headers: () => (shown === null ? {} : { 'x-organization': shown })
		})
	],
	queryClientConfig: {
		defaultOptions: {
			queries: { staleTime: 30_000, retry: 1 },
			// Said at once where there is no connection: a change that waits unseen would be sent when nobody looks.
			mutations: { networkMode: 'always' }
		}
	}
});

/**
 * Called once by the layout of the pages that use queries. `read` gives the page's own data: a layout's load would be
 * serialised before the page's queries have run, and the browser would ask for everything again. `organizationId` is whose pages they
 * are: every call says so.
 */
export function hydrateQueries(
	read: () => TrpcSsr | undefined,
	inBrowser: boolean,
	organizationId: () => string | null = () => null
): void {
	trpc.hydrateFromServer(() => read() ?? new Map());
	if (!inBrowser) return;
	// The library fills its cache after a new page has mounted, one needless request too late: fill it before.
	$effect.pre(() => {
		const now = organizationId();
		// Another tab shows another organization meanwhile: this one is read anew, whole, as after a switch of its own.
		if (shown !== null && shown !== now) return location.reload();
		shown = now;
		for (const [key, value] of read() ?? []) trpc.queryClient.setQueryData(key, value);
	});
}
