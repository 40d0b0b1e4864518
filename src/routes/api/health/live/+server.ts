import { ok } from '$lib/server/rest';

/** Asks nothing of anyone: a site that waits for its database must not be killed for it. */
export const GET = () => ok({ ok: true, live: true });
