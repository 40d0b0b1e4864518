/** Pure. What one event of the audit log adds to the figures. */
import type { AuditRow } from '$lib/server/audit';
import type { Tx } from '$lib/server/db';
import type { SessionRow } from '../session/sessionRepo';
import { bucketOf } from './timeBuckets';

type DecisionRow = Tx['t']['decisions']['$inferSelect'];

/** What is known of the session when its event is counted. Earlier and later rows of the session may be there already. */
export interface Known {
	session: Pick<SessionRow, 'submittedAt' | 'issuingState'>;
	/** Oldest first. */
	decisions: readonly Pick<DecisionRow, 'id' | 'outcome' | 'reasonCodes' | 'decidedBy' | 'createdAt'>[];
	device: string | null;
	browser: string | null;
	/** Whether the session's log has nothing of this kind before this event: what is done twice is counted once. */
	first: boolean;
	/** The word of the person whose proposal this decision followed. */
	proposed: 'approved' | 'rejected' | null;
}

type Count = { measure: string; key: string };

/** The kind of an event that is counted once a session; null for what is counted each time or by other rules. */
export function onceKind({ action, detail }: Pick<AuditRow, 'action' | 'detail'>): string | null {
	switch (action) {
		case 'evidence.submitted':
			return `step ${String(detail.slot)}`;
		case 'liveness.alternative':
			return 'step liveness';
		case 'evidence.analyzed':
			return detail.slot === 'id_front' ? 'read' : null;
		case 'session.submitted':
			return 'submitted';
		default:
			return null;
	}
}

export function countEvent(
	event: Pick<AuditRow, 'action' | 'actorType' | 'targetId' | 'detail' | 'createdAt'>,
	known: Known
): Count[] {
	const on = (stage: string): Count[] => [
		{ measure: 'funnel', key: stage },
		{ measure: 'device', key: `${known.device ?? 'unknown'}|${stage}` },
		{ measure: 'browser', key: `${known.browser ?? 'unknown'}|${stage}` }
	];
	switch (event.action) {
		case 'session.created':
			return [{ measure: 'funnel', key: 'created' }];
		case 'consent.given':
			return on('consented');
		case 'evidence.submitted':
			return known.first ? [{ measure: 'funnel', key: String(event.detail.slot) }] : [];
		case 'liveness.alternative':
			return known.first ? [{ measure: 'funnel', key: 'liveness' }] : [];
		case 'evidence.analyzed':
			return known.first && event.detail.slot === 'id_front' ? [country(known, 'read')] : [];
		case 'session.submitted':
			return known.first ? on('submitted') : [];
		case 'session.canceled':
		case 'session.expired':
			return [{ measure: 'ended', key: event.action.slice('session.'.length) }];
		case 'session.approved':
		case 'session.rejected':
		case 'session.pending_review':
			return countDecision(event, known, on);
		default:
			return [];
	}
}

const country = ({ session }: Known, stage: string): Count => ({
	measure: 'country',
	key: `${session.issuingState ?? 'unknown'}|${stage}`
});

const isFinal = ({ outcome }: { outcome: string }): boolean => outcome !== 'pending_review';

function countDecision(
	event: Pick<AuditRow, 'actorType' | 'targetId' | 'createdAt'>,
	known: Known,
	on: (stage: string) => Count[]
): Count[] {
	const byPolicy = event.actorType === 'policy';
	const decision = byPolicy
		? known.decisions.findLast((row) => row.decidedBy === 'policy' && row.createdAt <= event.createdAt)
		: known.decisions.find((row) => row.id === event.targetId);
	if (!decision) return [];
	const before = known.decisions.slice(0, known.decisions.indexOf(decision));
	const who = byPolicy ? 'policy' : 'person';
	const counts: Count[] = [
		{ measure: 'verdict', key: `${who}|${decision.outcome}` },
		...decision.reasonCodes.map((code) => ({ measure: 'reason', key: `${who}|${code}` }))
	];
	const waited = known.session.submittedAt === null ? -1 : decision.createdAt - known.session.submittedAt;
	const time = (measure: string): Count[] => (waited < 0 ? [] : [{ measure, key: String(bucketOf(waited)) }]);
	if (byPolicy && !before.some((row) => row.decidedBy === 'policy'))
		counts.push({ measure: 'funnel', key: 'judged' }, country(known, 'judged'), ...time('time_policy'));
	if (isFinal(decision) && !before.some(isFinal))
		counts.push(
			...on('decided'),
			country(known, 'decided'),
			{ measure: 'decided_by', key: who },
			...time('time_first')
		);
	if (!byPolicy) counts.push(...agreement(decision, before, known.proposed));
	return counts;
}

/** A person's word beside the policy's, and beside that of the other person who said something before. */
function agreement(
	decision: Known['decisions'][number],
	before: Known['decisions'],
	proposed: Known['proposed']
): Count[] {
	const policy = before.findLast((row) => row.decidedBy === 'policy');
	const other =
		proposed ??
		before.findLast((row) => row.decidedBy !== 'policy' && row.decidedBy !== decision.decidedBy)?.outcome ??
		null;
	return [
		...(policy ? [{ measure: 'agreement', key: `${policy.outcome}|${decision.outcome}` }] : []),
		...(other ? [{ measure: 'persons', key: other === decision.outcome ? 'same' : 'different' }] : [])
	];
}
