import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { authorize } from '$lib/server/auth';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import { q } from '$lib/server/db';
import { addMember } from '$lib/server/organizations/testing';
import { createSession, redactSession } from '../index';
import { noteDocument } from '../find/noteDocument';
import { replaceMarks } from '../find/marks';
import { findSession, updateSession } from '../session/sessionRepo';
import { field, makeWorld, passport, type World } from '../testing';
import { csvCell } from '$lib/server/platform';
import { exportSessions } from './exportSessions';
import { listForReview, type ReviewFilter } from './listForReview';
import { assignSessions, readListChoices, tagSessions } from './organize';
import { listViews, removeView, saveView } from './savedViews';

onEveryDatabase('the list of sessions', ({ openFresh }) => {
	let world: World;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
	});
	afterEach(() => world.close());

	const operator = (organizationId = 'org-a') => authorize(world.operator({ organizationId }), 'review');
	const list = async (filter: Partial<ReviewFilter>, organizationId = 'org-a') => {
		const input = { environment: 'test' as const, limit: 25, ...filter };
		return (await listForReview(world.deps, operator(organizationId), input)).sessions;
	};
	const found = async (filter: Partial<ReviewFilter>, organizationId?: string) =>
		(await list(filter, organizationId)).map((row) => row.sessionId);

	/** A session whose document was read: the holder's names, number and the rest as its analysis left them. */
	async function session(
		holder: { surname?: string; given?: string; number?: string; state?: string } = {},
		input: object = {},
		organizationId = 'org-a'
	): Promise<string> {
		world.deps.clock.advance(1000);
		const tenant = world.tenant({ organizationId });
		const { sessionId } = await createSession(world.deps, tenant, CreateSessionInput.parse(input));
		await world.deps.store.tx(function* (tx) {
			const [row] = yield* q(findSession(tx, organizationId, sessionId));
			if (!row) return;
			yield* noteDocument(tx, world.deps, row, {
				...passport({
					fields: [
						field('primaryIdentifier', holder.surname ?? 'Doe', 'viz'),
						field('secondaryIdentifier', holder.given ?? 'Jo', 'viz'),
						field('documentNumber', holder.number ?? 'X1', 'mrz')
					]
				}),
				document: { type: 'passport', issuingState: holder.state ?? 'UTO', side: 'front', rotation: 0 }
			});
		});
		return sessionId;
	}

	it('finds a person by any word of the name and by the number, whatever case, accents and spaces are typed', async () => {
		const id = await session({ surname: 'MÜLLER-Ōta', given: 'José Maria', number: 'AB 123456' });
		await session({ surname: 'Maria', given: 'Somebody' });
		for (const search of ['muller', 'Jose', 'JOSÉ MARIA', 'maria müller', 'ab123456', 'AB 123 456'])
			expect(await found({ search }), search).toEqual([id]);
		expect(await found({ search: 'maria' })).toHaveLength(2);
		expect(await found({ search: 'maria nobody' })).toEqual([]);
		expect((await list({ search: 'muller' }))[0]).toMatchObject({
			holderName: 'José Maria MÜLLER-Ōta',
			issuingState: 'UTO'
		});
	});

	it('finds and shows names of 200 letters, and those written from right to left, as they are', async () => {
		const long = await session({ surname: 'W'.repeat(200), given: 'Ann' });
		const arabic = await session({ surname: 'الخيام', given: 'عمر' });
		expect(await list({ search: 'w'.repeat(200) })).toMatchObject([
			{ sessionId: long, holderName: `Ann ${'W'.repeat(200)}` }
		]);
		expect(await list({ search: 'عمر الخيام' })).toMatchObject([{ sessionId: arabic, holderName: 'عمر الخيام' }]);
	});

	it('finds by session id and externalUserId before anything else', async () => {
		const id = await session({ surname: 'Smith' }, { externalUserId: 'smith' });
		await session({ surname: 'Smith' });
		expect(await found({ search: 'smith' })).toEqual([id]);
		expect(await found({ search: id.toUpperCase() })).toEqual([id]);
	});

	it('finds nothing of another organization or environment by anything', async () => {
		const id = await session({ surname: 'Quixote' }, { externalUserId: 'ext-1' });
		for (const search of [id, 'ext-1', 'quixote', 'x1']) {
			expect(await found({ search }, 'org-b'), search).toEqual([]);
			expect(await found({ search, environment: 'live' }), search).toEqual([]);
		}
	});

	it('keeps no word of a name in the clear, and none at all once the session is redacted', async () => {
		const id = await session({ surname: 'Quixote', given: 'Alonso', number: 'ZZ9' });
		const { db, t } = world.deps.store;
		const marks = await db.select().from(t.sessionMarks);
		const [row] = await db.select().from(t.verificationSessions);
		expect(JSON.stringify([marks, row])).not.toMatch(/quixote|alonso|zz9/i);
		await tagSessions(world.deps, operator(), { sessionIds: [id], add: ['vip'], remove: [] });
		await redactSession(world.deps, world.tenant(), id);
		expect(await db.select().from(t.sessionMarks)).toEqual([]);
		expect(await found({ search: 'quixote' })).toEqual([]);
		expect((await list({}))[0]).toMatchObject({
			sessionId: id,
			holderName: null,
			documentType: null,
			issuingState: null
		});
	});

	it('narrows by every filter alone and by all at once', async () => {
		const colleague = await addMember(world.deps, 'org-a', 'reviewer');
		const ids = [await session({ state: 'DEU' }), await session({ state: 'FRA' }), await session({ state: 'DEU' })];
		const [first = '', , third = ''] = ids;
		await world.deps.store.tx(function* (tx) {
			const [row] = yield* q(
				updateSession(tx, 'org-a', third, { status: 'completed', reviewStatus: 'pending_review' })
			);
			if (row) yield* replaceMarks(tx, row, 'reason', ['tamper_suspected']);
		});
		await assignSessions(world.deps, operator(), { sessionIds: [third], userId: colleague.userId });
		await tagSessions(world.deps, operator(), { sessionIds: [third, first], add: ['vip', 'blue moon'], remove: [] });
		const from = (await list({ search: third }))[0]?.createdAt ?? 0;
		const all: Partial<ReviewFilter> = {
			...{ country: 'DEU', status: 'completed', reviewStatus: 'pending_review', documentType: 'passport' },
			...{ reason: 'tamper_suspected', assignee: colleague.userId, tag: 'blue moon', from, until: from }
		};
		expect(await found(all)).toEqual([third]);
		expect(await found({ tag: 'vip' })).toEqual([third, first]);
		expect(await found({ country: 'DEU' })).toEqual([third, first]);
		expect(await found({ documentType: 'passport' })).toEqual([...ids].reverse());
		expect(await found({ assignee: 'nobody' })).toEqual([ids[1], first]);
		expect(await found({ until: from - 1 })).toEqual([ids[1], first]);
		for (const name of Object.keys(all)) {
			const other = { ...all, [name]: { country: 'FRA', status: 'created', reviewStatus: 'approved' }[name] ?? 'x' };
			if (['country', 'status', 'reviewStatus', 'tag'].includes(name)) expect(await found(other), name).toEqual([]);
		}
		expect(await readListChoices(world.deps, operator(), { environment: 'test' })).toMatchObject({
			...{ tags: ['blue moon', 'vip'], countries: ['DEU', 'FRA'] }
		});
		expect(await readListChoices(world.deps, operator('org-b'), { environment: 'test' })).toMatchObject({ tags: [] });
	});

	it('gives every session once over its pages, under one filter and under several', async () => {
		const ids: string[] = [];
		for (let index = 0; index < 7; index++) ids.unshift(await session({ state: index % 2 ? 'DEU' : 'FRA' }));
		await tagSessions(world.deps, operator(), { sessionIds: ids, add: ['all'], remove: [] });
		for (const filter of [{}, { tag: 'all' }, { tag: 'all', documentType: 'passport' as const }]) {
			const seen: string[] = [];
			let cursor: string | undefined;
			do {
				const page = await listForReview(world.deps, operator(), { environment: 'test', limit: 3, ...filter, cursor });
				seen.push(...page.sessions.map((row) => row.sessionId));
				cursor = page.nextCursor ?? undefined;
			} while (cursor);
			expect(seen).toEqual(ids);
		}
	});

	it('changes all of a selection or none: a foreign session or colleague among them is not found', async () => {
		const [own, foreign] = [await session(), await session({}, {}, 'org-b')];
		const both = [own, foreign];
		await expect(
			tagSessions(world.deps, operator(), { sessionIds: both, add: ['x'], remove: [] })
		).rejects.toMatchObject({
			code: 'NOT_FOUND'
		});
		await expect(assignSessions(world.deps, operator(), { sessionIds: both, userId: null })).rejects.toMatchObject({
			code: 'NOT_FOUND'
		});
		await expect(
			assignSessions(world.deps, operator(), { sessionIds: [own], userId: 'user-of-nobody' })
		).rejects.toMatchObject({ code: 'NOT_FOUND' });
		expect((await list({}))[0]).toMatchObject({ tags: [], assignee: null });
	});

	it('refuses the tag that is one too many, and keeps the others', async () => {
		const id = await session();
		const tags = Array.from({ length: 20 }, (_, index) => `tag ${index}`);
		for (const some of [tags.slice(0, 10), tags.slice(10)])
			await tagSessions(world.deps, operator(), { sessionIds: [id], add: some, remove: [] });
		await expect(
			tagSessions(world.deps, operator(), { sessionIds: [id], add: ['more'], remove: [] })
		).rejects.toMatchObject({
			code: 'VALIDATION_FAILED'
		});
		expect((await list({}))[0]?.tags).toHaveLength(20);
	});

	it('exports what the filter finds, safe in a spreadsheet, and records that it did', async () => {
		await session({ surname: '=HYPERLINK("x")', given: 'A' }, { externalUserId: '@cmd' });
		await session({ state: 'FRA' });
		let csv = '';
		for await (const part of exportSessions(world.deps, operator(), { environment: 'test', country: 'UTO' }))
			csv += part;
		const lines = csv.trimEnd().split('\r\n');
		expect(lines).toHaveLength(2);
		expect(lines[1]).toContain(`"'@cmd","A =HYPERLINK(""x"")"`);
		expect(['=1', '+1', '-1', '@x', '\tx', 'x'].map(csvCell)).toEqual([
			`"'=1"`,
			`"'+1"`,
			`"'-1"`,
			`"'@x"`,
			`"'\tx"`,
			'"x"'
		]);
		const { db, t } = world.deps.store;
		const [event] = await db.select().from(t.auditEvents).where(eq(t.auditEvents.action, 'sessions.exported'));
		expect(event?.detail).toEqual({ environment: 'test', filters: ['country', 'environment'] });
	});

	it('exports the environment of each session, and says in the last row where there were more than fit', async () => {
		for (let index = 0; index < 3; index++) await session();
		const linesOf = async (most: number) => {
			let csv = '';
			for await (const part of exportSessions(world.deps, operator(), { environment: 'test' }, most)) csv += part;
			return csv.trimEnd().split('\r\n');
		};
		const [head = '', first = ''] = await linesOf(3);
		expect(head.split(',').indexOf('"environment"')).toBe(first.split(',').indexOf('"test"'));
		expect(await linesOf(3)).toHaveLength(4);
		const cut = await linesOf(2);
		expect(cut).toHaveLength(4);
		expect(cut.at(-1)).toMatch(/^"The newest 2 sessions: there are more",/);
		expect(cut.at(-1)?.split(',')).toHaveLength(head.split(',').length);
	});

	it('records a tag only where it changed something: the same change sent twice is in the log once', async () => {
		const id = await session();
		const tagged = async (add: string[], remove: string[] = []) =>
			(await tagSessions(world.deps, operator(), { sessionIds: [id], add, remove })).changed;
		expect([await tagged(['vip']), await tagged(['vip']), await tagged([], ['other'])]).toEqual([1, 0, 0]);
		expect([await tagged(['new'], ['vip']), await tagged(['new'], ['vip'])]).toEqual([1, 0]);
		const { db, t } = world.deps.store;
		const events = await db.select().from(t.auditEvents).where(eq(t.auditEvents.action, 'session.tagged'));
		expect(events.map(({ detail }) => detail).sort((a, b) => Number(a.removed) - Number(b.removed))).toEqual([
			{ added: 1, removed: 0 },
			{ added: 1, removed: 1 }
		]);
	});

	it('gives a session to nobody else where somebody else got it meanwhile, unless the page had shown that', async () => {
		const id = await session();
		const [one, other] = [
			await addMember(world.deps, 'org-a', 'reviewer'),
			await addMember(world.deps, 'org-a', 'reviewer')
		];
		const assign = (userId: string | null, seen?: string | null) =>
			assignSessions(world.deps, operator(), { sessionIds: [id], userId, ...(seen !== undefined && { seen }) });
		await assign(one.userId, null);
		await expect(assign(other.userId, null)).rejects.toMatchObject({ code: 'REVIEW_CONFLICT' });
		expect(await assign(one.userId, null)).toEqual({ changed: 0 });
		expect((await list({}))[0]?.assignee).toContain('@');
		expect(await assign(other.userId, one.userId)).toEqual({ changed: 1 });
		expect(await assign(null)).toEqual({ changed: 1 });
	});

	it('keeps views for the person who saved them', async () => {
		const [one, other] = [
			await addMember(world.deps, 'org-a', 'viewer'),
			await addMember(world.deps, 'org-a', 'viewer')
		];
		const as = ({ userId }: { userId: string }) => ({ ...world.operator({ role: 'viewer' }), userId });
		const view = await saveView(world.deps, as(one), { name: 'Mine', query: 'tag=vip' });
		await saveView(world.deps, as(one), { name: 'Mine', query: 'tag=other' });
		expect(await listViews(world.deps, as(one))).toEqual([{ ...view, query: 'tag=other' }]);
		expect(await listViews(world.deps, as(other))).toEqual([]);
		await expect(removeView(world.deps, as(other), { id: view.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
		await removeView(world.deps, as(one), { id: view.id });
		expect(await listViews(world.deps, as(one))).toEqual([]);
	});
});
