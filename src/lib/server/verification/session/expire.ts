import type { Deps } from '$lib/server/deps';
import { expireOne } from './load';
import { findOverdueSessions } from './sessionRepo';

const BATCH = 200;

/** The sweep: moves what nobody looks at. Returns how many sessions it expired. */
export async function expireOverdueSessions(deps: Deps): Promise<number> {
	let expired = 0;
	for (;;) {
		const overdue = await findOverdueSessions(deps.store, deps.clock.now(), BATCH);
		for (const row of overdue) await deps.store.tx((tx) => expireOne(tx, deps, row));
		expired += overdue.length;
		if (overdue.length < BATCH) return expired;
	}
}
