import { and, asc, eq } from 'drizzle-orm';
import type { InsightDays } from '$lib/contract/insight';
import type { Environment } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import type { Authorized } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { csvLine } from '$lib/server/platform';
import { dayStart } from './addCounts';

const DAY_MS = 24 * 60 * 60_000;

/** The counters behind the page as CSV, a line each, day by day. That somebody took them is recorded first. */
export async function* exportInsight(
	deps: Deps,
	{ organizationId, userId }: Authorized<'read'>,
	{ environment, days }: { environment: Environment; days: InsightDays }
): AsyncGenerator<string> {
	await deps.store.tx((tx) =>
		record(tx, deps, {
			organizationId,
			actor: { type: 'operator', id: userId },
			action: 'insight.exported',
			detail: { environment, days }
		})
	);
	yield csvLine(['day', 'measure', 'key', 'count']);
	const { insightCounts: counts } = deps.store.t;
	const today = dayStart(deps.clock.now());
	for (let day = today - (days - 1) * DAY_MS; day <= today; day += DAY_MS) {
		const rows = await deps.store.db
			.select()
			.from(counts)
			.where(and(eq(counts.organizationId, organizationId), eq(counts.environment, environment), eq(counts.day, day)))
			.orderBy(asc(counts.measure), asc(counts.key));
		const date = new Date(day).toISOString().slice(0, 10);
		if (rows.length > 0) yield rows.map((row) => csvLine([date, row.measure, row.key, String(row.count)])).join('');
	}
}
