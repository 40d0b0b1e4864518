import { trpc } from '$lib/trpc/client';

/** The change to another of the person's organizations. Everything on show is the other's then: the page is read anew, whole. */
export const placeShown = () => trpc.account.show.mutation({ onSuccess: () => location.assign('/dashboard') });
