import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import {
	BROWSERS,
	DEVICES,
	FUNNEL_STEPS,
	type CountryDropOff,
	type DropOff,
	type InsightDays,
	type InsightTotals,
	type InsightView,
	type Verdict
} from '$lib/contract/insight';
import type { Environment } from '$lib/contract/slots';
import { linkSomeEvents } from '$lib/server/audit';
import type { OperatorPrincipal } from '$lib/server/auth';
import type { Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { dayStart } from './addCounts';
import { foldEvents } from './foldEvents';
import { timesOf } from './timeBuckets';

const DAY_MS = 24 * 60 * 60_000;
/** Batches that a look at the page counts itself, so that it shows what has just happened. The worker does the rest. */
const CATCH_UP = 4;
const COUNTRIES_AT_MOST = 20;
const VERDICTS: readonly Verdict[] = ['approved', 'rejected', 'pending_review'];

interface Ask {
	environment: Environment;
	days: InsightDays;
}

/**
 * Figures of the sessions that were created in the last days, today among them. Reads counters of days, never sessions: the time it
 * takes does not depend on how many sessions there are.
 */
export async function readInsight(
	deps: Deps,
	{ organizationId }: OperatorPrincipal,
	{ environment, days }: Ask
): Promise<InsightView> {
	await linkSomeEvents(deps);
	await foldEvents(deps, CATCH_UP);
	const until = dayStart(deps.clock.now());
	const from = until - (days - 1) * DAY_MS;
	const within = (first: number, end: number) => ({ organizationId, environment, first, end });
	const now = counter(await sums(deps.store, within(from, until + DAY_MS)));
	const before = counter(await sums(deps.store, within(from - days * DAY_MS, from)));
	return {
		...{ environment, days, from, until },
		...(await progress(deps.store)),
		...totals(now),
		ended: { canceled: now.of('ended', 'canceled'), expired: now.of('ended', 'expired') },
		devices: dropOffs(now, 'device', DEVICES),
		browsers: dropOffs(now, 'browser', BROWSERS),
		countries: countries(now),
		automaticTimes: timesOf(now.numbered('time_policy')),
		verdicts: { policy: verdictsOf(now, 'policy'), person: verdictsOf(now, 'person') },
		reasons: reasons(now),
		agreement: VERDICTS.flatMap((policy) =>
			VERDICTS.map((person) => ({ policy, person, count: now.of('agreement', `${policy}|${person}`) }))
		).filter(({ count }) => count > 0),
		betweenPersons: { same: now.of('persons', 'same'), different: now.of('persons', 'different') },
		byDay: await byDay(deps.store, within(from, until + DAY_MS)),
		before: totals(before)
	};
}

interface Stretch {
	organizationId: string;
	environment: Environment;
	first: number;
	/** Not among them. */
	end: number;
}

const inStretch = ({ t: { insightCounts: counts } }: Tx, { organizationId, environment, first, end }: Stretch) =>
	and(
		eq(counts.organizationId, organizationId),
		eq(counts.environment, environment),
		gte(counts.day, first),
		lt(counts.day, end)
	);

type Sum = { measure: string; key: string; count: number };

const sums = async (tx: Tx, stretch: Stretch): Promise<Sum[]> => {
	const { insightCounts: counts } = tx.t;
	const rows = await tx.db
		.select({ measure: counts.measure, key: counts.key, count: sql<number>`sum(${counts.count})` })
		.from(counts)
		.where(inStretch(tx, stretch))
		.groupBy(counts.measure, counts.key);
	return rows.map((row) => ({ ...row, count: Number(row.count) }));
};

/** How far the figures have got, in words of the log. */
async function progress({ db, t }: Tx): Promise<Pick<InsightView, 'countedTo' | 'waiting'>> {
	const [counted] = await db
		.select({ position: t.insightCursors.position, at: t.auditEvents.createdAt })
		.from(t.insightCursors)
		.leftJoin(t.auditLinks, eq(t.auditLinks.position, t.insightCursors.position))
		.leftJoin(t.auditEvents, eq(t.auditEvents.id, t.auditLinks.eventId));
	const [end] = await db
		.select({ position: t.auditLinks.position })
		.from(t.auditLinks)
		.orderBy(desc(t.auditLinks.position))
		.limit(1);
	return {
		countedTo: counted?.at ?? null,
		waiting: Math.max(0, (end?.position ?? 0) - (counted?.position ?? 0))
	};
}

async function byDay(tx: Tx, stretch: Stretch): Promise<InsightView['byDay']> {
	const { insightCounts: counts } = tx.t;
	const rows = await tx.db
		.select({ day: counts.day, key: counts.key, count: counts.count })
		.from(counts)
		.where(and(inStretch(tx, stretch), eq(counts.measure, 'funnel'), inArray(counts.key, ['created', 'decided'])));
	const of = (day: number, key: string) => rows.find((row) => row.day === day && row.key === key)?.count ?? 0;
	return Array.from({ length: (stretch.end - stretch.first) / DAY_MS }, (_, index) => {
		const day = stretch.first + index * DAY_MS;
		return { day, created: of(day, 'created'), decided: of(day, 'decided') };
	});
}

type Counter = ReturnType<typeof counter>;

function counter(rows: readonly Sum[]) {
	const measures = new Map<string, Map<string, number>>();
	for (const { measure, key, count } of rows) {
		const keys = measures.get(measure) ?? new Map<string, number>();
		measures.set(measure, keys.set(key, count));
	}
	const all = (measure: string): ReadonlyMap<string, number> => measures.get(measure) ?? new Map();
	return {
		of: (measure: string, key: string): number => all(measure).get(key) ?? 0,
		/** What stands before the bar in the keys. */
		heads: (measure: string): string[] => [...new Set([...all(measure).keys()].map((key) => key.split('|')[0] ?? ''))],
		tails: (measure: string): string[] => [...new Set([...all(measure).keys()].map((key) => key.split('|')[1] ?? ''))],
		numbered: (measure: string): Map<number, number> =>
			new Map([...all(measure)].map(([key, count]) => [Number(key), count]))
	};
}

const totals = (now: Counter): InsightTotals => ({
	funnel: Object.fromEntries(FUNNEL_STEPS.map((step) => [step, now.of('funnel', step)])) as InsightTotals['funnel'],
	automatic: now.of('decided_by', 'policy'),
	times: timesOf(now.numbered('time_first'))
});

const dropOffs = (now: Counter, measure: string, keys: readonly string[]): DropOff[] =>
	keys
		.map((key) => ({
			key,
			consented: now.of(measure, `${key}|consented`),
			submitted: now.of(measure, `${key}|submitted`),
			decided: now.of(measure, `${key}|decided`)
		}))
		.filter(({ consented, submitted, decided }) => consented + submitted + decided > 0);

function countries(now: Counter): CountryDropOff[] {
	const all = now
		.heads('country')
		.map((key) => ({
			key,
			read: now.of('country', `${key}|read`),
			judged: now.of('country', `${key}|judged`),
			decided: now.of('country', `${key}|decided`)
		}))
		.sort((a, b) => b.read - a.read || b.judged - a.judged || (a.key < b.key ? -1 : 1));
	const rest = all.slice(COUNTRIES_AT_MOST);
	if (rest.length === 0) return all;
	const sum = (stage: 'read' | 'judged' | 'decided') => rest.reduce((total, row) => total + row[stage], 0);
	return [
		...all.slice(0, COUNTRIES_AT_MOST),
		{ key: 'other', read: sum('read'), judged: sum('judged'), decided: sum('decided') }
	];
}

const verdictsOf = (now: Counter, who: 'policy' | 'person'): Record<Verdict, number> => ({
	approved: now.of('verdict', `${who}|approved`),
	rejected: now.of('verdict', `${who}|rejected`),
	pending_review: now.of('verdict', `${who}|pending_review`)
});

const reasons = (now: Counter): InsightView['reasons'] =>
	now
		.tails('reason')
		.map((code) => ({ code, policy: now.of('reason', `policy|${code}`), person: now.of('reason', `person|${code}`) }))
		.sort((a, b) => b.policy + b.person - (a.policy + a.person) || (a.code < b.code ? -1 : 1));
