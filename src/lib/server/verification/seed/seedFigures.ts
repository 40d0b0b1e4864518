/** Pure. What invented sessions add to the figures: seeded rows have no audit log to be counted from. */
import type { Counted } from '../insight/addCounts';
import { bucketOf } from '../insight/timeBuckets';
import type { NewSessionRow } from '../session/sessionRepo';

const STEPS = ['consented', 'id_front', 'selfie', 'liveness', 'submitted', 'judged'] as const;
/** Device and browser, by what the session’s id begins with. */
const DEVICES = [
	...(['phone|safari', 'phone|safari', 'phone|chrome', 'phone|chrome', 'phone|chrome', 'phone|samsung'] as const),
	...(['desktop|chrome', 'desktop|firefox', 'desktop|edge', 'tablet|safari'] as const)
];
const ON_DEVICE: readonly string[] = ['consented', 'submitted', 'decided'];

export function seedFigures(session: NewSessionRow, reasons: readonly string[]): Counted[] {
	const { organizationId, environment, createdAt, status, reviewStatus, completedAt } = session;
	const [device = '', browser = ''] = (DEVICES[Number.parseInt(session.id.slice(0, 4), 16) % 10] ?? '').split('|');
	const country = session.issuingState ?? 'unknown';
	const of = (measure: string, key: string): Counted => ({ organizationId, environment, createdAt, measure, key });
	const passed = status === 'completed' ? STEPS.length : session.issuingState ? 2 : status === 'capturing' ? 1 : 0;
	const decided = status === 'completed' && reviewStatus !== 'pending_review';
	const stages: string[] = ['created', ...STEPS.slice(0, passed), ...(decided ? ['decided'] : [])];
	const counted = stages.flatMap((stage) => [
		of('funnel', stage),
		...(ON_DEVICE.includes(stage) ? [of('device', `${device}|${stage}`), of('browser', `${browser}|${stage}`)] : [])
	]);
	if (passed >= 2) counted.push(of('country', `${country}|read`));
	if (status === 'expired' || status === 'canceled') counted.push(of('ended', status));
	if (status !== 'completed' || reviewStatus === 'none') return counted;
	const waited = String(bucketOf((completedAt ?? createdAt) - createdAt));
	counted.push(of('country', `${country}|judged`), of('verdict', `policy|${reviewStatus}`), of('time_policy', waited));
	counted.push(...reasons.map((reason) => of('reason', `policy|${reason}`)));
	if (decided) counted.push(of('country', `${country}|decided`), of('decided_by', 'policy'), of('time_first', waited));
	return counted;
}
