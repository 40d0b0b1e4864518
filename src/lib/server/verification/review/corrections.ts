/** What reviewers read where the machine read something else. Both values stay; the newest correction of a field counts. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { FieldName } from '$lib/contract/slots';
import type { ReviewCorrection } from '$lib/contract/review';
import type { FieldsView, FieldView } from '$lib/contract/verification';
import { q, type Step, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { openJson } from '$lib/server/platform';
import { openSessionKey } from '../session/sessionKey';
import type { SessionRow } from '../session/sessionRepo';

export interface CorrectionBody {
	/** As the machine had it; null: it had read nothing. */
	original: { value: string; source: string } | null;
	corrected: string;
}

export interface Correction extends CorrectionBody {
	id: string;
	name: FieldName;
	correctedBy: string;
	createdAt: number;
}

export const correctionAad = (id: string): string => `correction|${id}`;

const correctionRows = (tx: Tx, session: SessionRow) =>
	tx.db
		.select()
		.from(tx.t.fieldCorrections)
		.where(
			and(
				eq(tx.t.fieldCorrections.sessionId, session.id),
				eq(tx.t.fieldCorrections.organizationId, session.organizationId),
				isNull(tx.t.fieldCorrections.supersededAt)
			)
		)
		.orderBy(asc(tx.t.fieldCorrections.createdAt), asc(tx.t.fieldCorrections.id));

/** Those that still count, oldest first; none once the session's key is gone. */
export function* findCorrections(tx: Tx, deps: Pick<Deps, 'keyring'>, session: SessionRow): Step<Correction[]> {
	if (!session.wrappedKey) return [];
	return opened(deps, session, yield* q(correctionRows(tx, session)));
}

/** The same outside a transaction. */
export async function readCorrections(
	deps: Pick<Deps, 'store' | 'keyring'>,
	session: SessionRow
): Promise<Correction[]> {
	return session.wrappedKey ? opened(deps, session, await correctionRows(deps.store, session)) : [];
}

/** Pure. The fields as they go out: a corrected value in place of the machine's, and said to be a reviewer's. */
export function withCorrections(fields: FieldsView, corrections: readonly Correction[]): FieldsView {
	const corrected = { ...fields };
	for (const { name, corrected: value } of corrections) corrected[name] = correctedField(value);
	return corrected;
}

/** Pure. A value that a reviewer read. */
export const correctedField = (value: string): FieldView => ({ value, source: 'reviewer', score: 1, box: null });

/** Pure. As the dashboard shows them. */
export const correctionViews = (
	corrections: readonly Correction[],
	nameOf: (userId: string) => string
): ReviewCorrection[] =>
	corrections.map(({ name, original, corrected, correctedBy, createdAt }) => ({
		...{ name, original, corrected, createdAt },
		by: nameOf(correctedBy)
	}));

function opened(
	deps: Pick<Deps, 'keyring'>,
	session: SessionRow,
	rows: Tx['t']['fieldCorrections']['$inferSelect'][]
): Correction[] {
	const key = openSessionKey(deps, session);
	return rows.map(({ id, name, bodySealed, correctedBy, createdAt }) => ({
		...openJson<CorrectionBody>(key, bodySealed, correctionAad(id)),
		...{ id, name, correctedBy, createdAt }
	}));
}
