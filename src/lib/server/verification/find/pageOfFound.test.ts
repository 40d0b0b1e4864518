import { afterEach, beforeEach, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { q } from '$lib/server/db';
import { createSession, randomFrom } from '../index';
import { updateSession, type SessionRow } from '../session/sessionRepo';
import { makeWorld, type World } from '../testing';
import type { Mark } from './filters';
import { addMarks } from './marks';
import { pageOfFound, type Find } from './pageOfFound';

const STATUSES = ['created', 'completed', 'expired'] as const;
const WORDS = ['none', 'approved', 'rejected'] as const;
const STATES = ['DEU', 'FRA', 'LIE'] as const;
const TAGS = ['vip', 'call back'] as const;

interface Known {
	row: SessionRow;
	marks: Mark[];
}

onEveryDatabase('a page of what filters find', ({ openFresh }) => {
	let world: World;
	let known: Known[];
	const random = randomFrom(5);
	const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

	beforeEach(async () => {
		world = await makeWorld(await openFresh());
		known = [];
		for (let index = 0; index < 60; index++) known.unshift(await someSession(index));
	});
	afterEach(() => world.close());

	/** Three in a row share their creation time. */
	async function someSession(index: number): Promise<Known> {
		if (index % 3 === 0) world.deps.clock.advance(1000);
		const input = CreateSessionInput.parse(random() < 0.3 ? { externalUserId: pick(['ann', 'bob']) } : {});
		const { sessionId } = await createSession(world.deps, world.tenant(), input);
		const marks: Mark[] = [{ kind: 'issuingState', value: pick(STATES) }];
		for (const tag of TAGS) if (random() < 0.5) marks.push({ kind: 'tag', value: tag });
		const row = await world.deps.store.tx(function* (tx) {
			const change = { status: pick(STATUSES), reviewStatus: pick(WORDS) };
			const [changed] = yield* q(updateSession(tx, 'org-a', sessionId, change));
			if (!changed) throw new Error('no session');
			for (const { kind, value } of marks) yield* addMarks(tx, changed, kind, [value]);
			return changed;
		});
		return { row, marks };
	}

	const someFind = (): Find => ({
		organizationId: 'org-a',
		environment: 'test',
		...(random() < 0.4 && { status: pick(STATUSES) }),
		...(random() < 0.4 && { reviewStatus: pick(WORDS) }),
		...(random() < 0.2 && { externalUserId: pick(['ann', 'bob', 'nobody']) }),
		...(random() < 0.1 && { sessionId: pick(known).row.id }),
		...(random() < 0.3 && { unassigned: true }),
		...(random() < 0.2 && { from: pick(known).row.createdAt }),
		...(random() < 0.2 && { until: pick(known).row.createdAt }),
		marks: [
			...(random() < 0.4 ? [{ kind: 'issuingState' as const, value: pick(STATES) }] : []),
			...(random() < 0.4 ? [{ kind: 'tag' as const, value: pick(TAGS) }] : [])
		],
		limit: 1 + Math.floor(random() * 5),
		scannedAtMost: 1 + Math.floor(random() * 8)
	});

	function holds({ row, marks }: Known, find: Find): boolean {
		const has = ({ kind, value }: Mark) => marks.some((mark) => mark.kind === kind && mark.value === value);
		return (
			find.marks.every(has) &&
			(find.status ?? row.status) === row.status &&
			(find.reviewStatus ?? row.reviewStatus) === row.reviewStatus &&
			(find.sessionId ?? row.id) === row.id &&
			(find.externalUserId === undefined || find.externalUserId === row.externalUserId) &&
			(find.from ?? 0) <= row.createdAt &&
			row.createdAt <= (find.until ?? Infinity)
		);
	}

	it('whatever the mix of filters, gives over its pages every session that fits, once, newest first, however little one page may look through', async () => {
		const order = ({ row: a }: Known, { row: b }: Known) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
		for (let round = 0; round < 120; round++) {
			const find = someFind();
			const seen: string[] = [];
			let cursor: string | undefined;
			let back = Infinity;
			do {
				const page = await pageOfFound(world.deps.store, { ...find, cursor });
				seen.push(...page.rows.map(({ id }) => id));
				expect(page.rows.length).toBeLessThanOrEqual(find.limit);
				if (page.lookedBackTo !== null) {
					expect(page.lookedBackTo).toBeLessThanOrEqual(back);
					back = page.lookedBackTo;
				}
				cursor = page.nextCursor ?? undefined;
			} while (cursor);
			const fitting = known.filter((one) => holds(one, find)).sort(order);
			expect(seen, JSON.stringify(find)).toEqual(fitting.map(({ row }) => row.id));
		}
	});
});
