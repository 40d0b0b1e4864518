import { fine, wrong, type Finding } from './finding';
import { cell, type ReadOnly } from './readOnly';

/** A lane that leaves its oldest job waiting this long has no worker, or one that is far behind. */
const LONG_WAIT_MS = 5 * 60_000;

/** Does anybody do the work: jobs that wait or are dead, and webhook receivers that are not being sent to. */
export async function examineTraffic(ask: ReadOnly, now: number): Promise<Finding[]> {
	return [await examineWorker(ask, now), await examineDeadJobs(ask), ...(await examineEndpoints(ask, now))];
}

async function examineWorker(ask: ReadOnly, now: number): Promise<Finding> {
	const rows = await ask.all(
		'SELECT lane, min(run_at) AS since, count(*) AS many FROM jobs WHERE dead_at IS NULL AND run_at <= ? AND (locked_until IS NULL OR locked_until < ?) GROUP BY lane',
		now,
		now
	);
	const waiting = rows.filter((row) => now - Number(row.since) > LONG_WAIT_MS);
	if (waiting.length === 0) return fine('worker', 'no job has waited for more than five minutes');
	const lanes = waiting.map((row) => `${cell(row, 'lane')} (${cell(row, 'many')})`).join(', ');
	return wrong(
		'worker',
		`jobs wait in ${lanes}: no picture is read and no webhook leaves`,
		'npm start runs the worker too; without it: node build/worker.js (WORKER_LANES says which lanes)'
	);
}

async function examineDeadJobs(ask: ReadOnly): Promise<Finding> {
	const rows = await ask.all('SELECT kind, count(*) AS many FROM jobs WHERE dead_at IS NOT NULL GROUP BY kind');
	if (rows.length === 0) return fine('jobs', 'none has been given up');
	const kinds = rows.map((row) => `${cell(row, 'many')} ${cell(row, 'kind')}`).join(', ');
	return wrong('jobs', `given up: ${kinds}`, 'find each by its kind and jobId in the log; webhooks can be resent');
}

async function examineEndpoints(ask: ReadOnly, now: number): Promise<Finding[]> {
	const rows = await ask.all(
		'SELECT id, environment, paused_at, last_error FROM webhook_endpoints WHERE paused_at IS NOT NULL OR open_until > ?',
		now
	);
	if (rows.length === 0) return [fine('webhook receivers', 'none is paused or held back')];
	return rows.map((row) => {
		const which = `receiver ${cell(row, 'id')?.slice(0, 12)} (${cell(row, 'environment')})`;
		return row.paused_at === null
			? wrong(
					'webhook receivers',
					`${which} is held back after failures, the last: ${cell(row, 'last_error')}`,
					'mend the receiver: it is tried again by itself'
				)
			: wrong(
					'webhook receivers',
					`${which} is paused: it answered 410`,
					'resume it in the dashboard under Webhooks, then resend'
				);
	});
}
