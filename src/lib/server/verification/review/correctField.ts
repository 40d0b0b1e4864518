import type { FieldName } from '$lib/contract/slots';
import { authorize, type OperatorPrincipal } from '$lib/server/auth';
import { record } from '$lib/server/audit';
import { q } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError, sealJson } from '$lib/server/platform';
import { sessionFields } from '../checks/fields';
import { noteCorrected } from '../find/noteDocument';
import { loadForChange, loadSession } from '../session/load';
import { readAnalyses } from '../session/readSession';
import { openSessionKey } from '../session/sessionKey';
import { assertNotClaimedByOther } from './claims';
import { correctedField, correctionAad, findCorrections, withCorrections } from './corrections';
import { closeProposals } from './proposals';

export interface FieldCorrection {
	sessionId: string;
	name: FieldName;
	value: string;
	/** What the person saw there; null: nothing was read. */
	seenValue: string | null;
}

/**
 * A reviewer puts right what was misread. The machine's value stays beside it; later events and reads carry the corrected one, and lists
 * show it and find the session by it.
 * A proposal that was made on the other value is withdrawn: nobody confirms what the first person did not see.
 * @throws REVIEW_CONFLICT when it is decided already, not as the person saw it, or in somebody else's hands
 */
export async function correctField(deps: Deps, operator: OperatorPrincipal, input: FieldCorrection): Promise<void> {
	authorize(operator, 'review');
	const { documents, address } = await readAnalyses(deps, await loadSession(deps, operator, input.sessionId));
	const machine = sessionFields(documents, address);
	await deps.store.tx(function* (tx) {
		const session = yield* loadForChange(tx, deps, operator, input.sessionId);
		if (session.status !== 'completed' || session.reviewStatus !== 'pending_review')
			throw new AppError('REVIEW_CONFLICT', { internal: `${session.status}/${session.reviewStatus}` });
		yield* assertNotClaimedByOther(tx, deps, operator, session.id);
		const before = withCorrections(machine, yield* findCorrections(tx, deps, session));
		const now = before[input.name]?.value ?? null;
		if (now !== input.seenValue) throw new AppError('REVIEW_CONFLICT', { internal: 'the field has changed since' });
		if (now === input.value) return;
		const id = deps.ids.uuid();
		const original = machine[input.name];
		yield* q(
			tx.db.insert(tx.t.fieldCorrections).values({
				id,
				organizationId: session.organizationId,
				sessionId: session.id,
				name: input.name,
				bodySealed: sealJson(
					openSessionKey(deps, session),
					{ original: original ? { value: original.value, source: original.source } : null, corrected: input.value },
					correctionAad(id)
				),
				correctedBy: operator.userId,
				createdAt: deps.clock.now()
			})
		);
		const fields = { ...before, [input.name]: correctedField(input.value) };
		yield* noteCorrected(tx, deps, session, fields, input.name);
		yield* q(closeProposals(tx, session, 'withdrawn', deps.clock.now()));
		yield* record(tx, deps, {
			organizationId: session.organizationId,
			sessionId: session.id,
			actor: { type: 'operator', id: operator.userId },
			action: 'field.corrected',
			targetId: id,
			detail: { field: input.name }
		});
	});
}
