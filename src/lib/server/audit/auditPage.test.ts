import { afterEach, beforeEach, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import type { Store } from '$lib/server/db';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { createKeyring, createLogger, systemIds, testClock } from '$lib/server/platform';
import {
	checkStretch,
	exportAudit,
	findAuditPage,
	linkAuditEvents,
	record,
	verifyAuditExport,
	type AuditEntry,
	type AuditExportFormat
} from '.';

const HOUR_MS = 60 * 60_000;

onEveryDatabase('the audit page', ({ openFresh }) => {
	let store: Store;
	let deps: ReturnType<typeof makeDeps>;
	const makeDeps = () => ({
		...{ store, clock: testClock(), ids: systemIds, keyring: createKeyring(Buffer.alloc(32, 3)) },
		log: createLogger({ level: 'silent', name: 'test' })
	});
	const write = (entry: Partial<AuditEntry> = {}) =>
		store.tx((tx) =>
			record(tx, deps, {
				...{ organizationId: 'org-a', actor: { type: 'operator', id: 'user-a' }, action: 'session.viewed' },
				...entry
			})
		);
	const pages = async (filter: Parameters<typeof findAuditPage>[2]) => {
		const found: Awaited<ReturnType<typeof findAuditPage>>['rows'] = [];
		let cursor: string | undefined;
		do {
			const page = await findAuditPage(store, 'org-a', { ...filter, cursor });
			found.push(...page.rows);
			cursor = page.nextCursor ?? undefined;
		} while (cursor);
		return found;
	};
	beforeEach(async () => {
		store = await openFresh();
		deps = makeDeps();
	});
	afterEach(() => store.close());

	it('shows events of one millisecond in the order in which they were written, each once, over all pages', async () => {
		for (let index = 0; index < 25; index++) {
			await write({ detail: { index } });
			if (index % 10 === 9) deps.clock.advance(1);
		}
		const rows = await pages({ limit: 4 });
		expect(rows.map(({ detail }) => detail.index)).toEqual(Array.from({ length: 25 }, (_, index) => 24 - index));
	});

	it('finds by who, by kind of actor, by deed, by subject and by date, together, and nothing of another organization', async () => {
		await write({ sessionId: 's-1' });
		await write({ organizationId: 'org-b', sessionId: 's-1', targetId: 't-1' });
		deps.clock.advance(HOUR_MS);
		const later = deps.clock.now();
		await write({
			actor: { type: 'tenant', id: 'key-1' },
			action: 'session.created',
			sessionId: 's-2',
			targetId: 't-1'
		});
		await write({ sessionId: 's-2', action: 'session.approved' });
		const count = async (filter: object) => (await pages({ limit: 1, ...filter })).length;
		expect(await count({})).toBe(3);
		expect(await count({ actor: 'user-a' })).toBe(2);
		expect(await count({ actor: 'tenant' })).toBe(1);
		expect(await count({ action: 'session.approved' })).toBe(1);
		expect(await count({ subject: 's-2' })).toBe(2);
		expect(await count({ subject: 't-1' })).toBe(1);
		expect(await count({ from: later })).toBe(2);
		expect(await count({ until: later - 1 })).toBe(1);
		expect(await count({ actor: 'user-a', action: 'session.approved', subject: 's-2', from: later })).toBe(1);
		expect(await count({ actor: 'key-1', action: 'session.approved' })).toBe(0);
		expect(await count({ actor: 'operator', action: 'session.created' })).toBe(0);
		expect((await findAuditPage(store, 'org-b', { limit: 10 })).rows).toHaveLength(1);
		await expect(findAuditPage(store, 'org-a', { limit: 1, cursor: 'x' })).rejects.toMatchObject({
			code: 'VALIDATION_FAILED'
		});
	});

	it('says which stretch of the chain was walked, goes on to its beginning, and names the row that is broken', async () => {
		for (let index = 0; index < 10; index++) await write({ detail: { index } });
		await write({ organizationId: 'org-b' });
		await linkAuditEvents(deps);
		await write();
		const check = (input: object = {}) => checkStretch(deps, 'org-a', { length: 4, ...input });
		const first = await check();
		expect(first).toMatchObject({ stretch: { from: 8, to: 11 }, problems: [], waiting: 1, next: 8 });
		expect(await check({ before: 8 })).toMatchObject({ stretch: { from: 4, to: 7 }, problems: [], next: 4 });
		expect(await check({ before: 4 })).toMatchObject({ stretch: { from: 1, to: 3 }, problems: [], next: null });
		expect((await check({ held: first.checkpoint })).problems).toEqual([]);

		const { auditEvents, auditLinks } = store.t;
		const [fifth] = await store.db.select().from(auditLinks).where(eq(auditLinks.position, 5));
		await store.db
			.update(auditEvents)
			.set({ actorId: 'nobody' })
			.where(eq(auditEvents.id, fifth?.eventId ?? ''));
		expect((await check({ before: 8 })).problems).toEqual([
			{ kind: 'altered', position: 5, eventId: fifth?.eventId ?? '' }
		]);
		await store.db.delete(auditEvents).where(eq(auditEvents.id, fifth?.eventId ?? ''));
		expect((await check({ before: 8 })).problems).toEqual([{ kind: 'event_missing', position: 5, eventId: null }]);
		await store.db.delete(auditLinks).where(eq(auditLinks.position, 7));
		expect((await check({ before: 8 })).problems).toContainEqual({ kind: 'links_missing', position: 7, eventId: null });
		await store.db.delete(auditLinks).where(eq(auditLinks.position, 11));
		expect((await check({ held: first.checkpoint })).problems).toContainEqual({
			...{ kind: 'cut_off', position: 11, eventId: null }
		});
		deps.clock.advance(2 * HOUR_MS);
		expect((await check()).problems.some(({ kind }) => kind === 'not_linked')).toBe(true);
	});

	it('exports what a stranger can verify, is on record itself, and shows any changed byte', async () => {
		const taker = { organizationId: 'org-a', userId: 'user-a' };
		for (let index = 0; index < 30; index++) await write({ detail: { index } });
		await write({ organizationId: 'org-b' });
		await linkAuditEvents(deps);
		deps.clock.advance(1);
		const take = async (format: AuditExportFormat) => {
			let file = '';
			for await (const part of exportAudit(deps, taker, { format, action: 'session.viewed' })) file += part;
			return file;
		};
		const lines = await take('jsonl');
		expect(verifyAuditExport(lines)).toMatchObject({ rows: 30, brokenAt: null });
		expect(lines).not.toContain('org-b');
		for (const [from, to] of [
			['"index\\":3}', '"index\\":4}'],
			['"actorId"', '"actorID"'],
			['"whole":true', '"whole":false'],
			['"rows":30', '"rows":31']
		] as const)
			expect(verifyAuditExport(lines.replace(from, to)).brokenAt).not.toBeNull();
		expect(verifyAuditExport(lines.split('\n').slice(1).join('\n')).brokenAt).toBe(1);
		expect(verifyAuditExport('').brokenAt).not.toBeNull();

		const csv = await take('csv');
		expect(csv.trim().split('\r\n')).toHaveLength(31);
		const own = (await pages({ limit: 100, actor: 'user-a' })).map(({ action, detail }) => [action, detail.rows]);
		expect(own.filter(([action]) => action === 'audit.exported')).toHaveLength(2);
		expect(own).toContainEqual(['audit.export_finished', 30]);
	});
});
