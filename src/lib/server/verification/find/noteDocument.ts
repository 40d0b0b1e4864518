import type { FieldName } from '$lib/contract/slots';
import type { FieldsView } from '$lib/contract/verification';
import { q, type Step, type Tx } from '$lib/server/db';
import { seal, type Keyring } from '$lib/server/platform';
import type { DocumentAnalysis } from '$lib/server/vision/types';
import { holderName, nameIn } from '../checks/holderName';
import { openSessionKey } from '../session/sessionKey';
import { updateSession, type SessionRow } from '../session/sessionRepo';
import { addMarks, replaceMarks } from './marks';
import { wordHasher, wordsOf } from './searchWords';

const NAMES: readonly FieldName[] = ['primaryIdentifier', 'secondaryIdentifier', 'fullName'];
const NUMBERS: readonly FieldName[] = ['documentNumber', 'personalNumber'];

/** AAD of the name that lists show. */
export const holderNameAad = (sessionId: string): string => `holderName|${sessionId}`;

/** Keeps of a document that was read what the list shows and finds the session by. */
export function* noteDocument(
	tx: Tx,
	deps: { keyring: Keyring },
	session: SessionRow,
	analysis: Pick<DocumentAnalysis, 'document' | 'fields' | 'mrz'>
): Step<void> {
	const { type, issuingState } = analysis.document;
	yield* noteName(tx, deps, session, holderName([analysis]));
	if (type !== 'unknown') {
		yield* q(updateSession(tx, session.organizationId, session.id, { documentType: type }));
		yield* replaceMarks(tx, session, 'documentType', [type]);
	}
	if (issuingState) yield* noteState(tx, session, issuingState);
	const read = (wanted: readonly FieldName[]) =>
		analysis.fields.filter(({ name }) => wanted.includes(name)).map(({ value }) => value);
	yield* noteWords(tx, deps, session, read(NAMES), read(NUMBERS));
}

/**
 * The same after a reviewer put a field right: the list shows the right value, and finds the session by it. What the machine had read
 * goes on finding it, too: somebody may hold a paper with that on it.
 */
export function* noteCorrected(
	tx: Tx,
	deps: { keyring: Keyring },
	session: SessionRow,
	fields: FieldsView,
	corrected: FieldName
): Step<void> {
	const value = fields[corrected]?.value;
	if (value === undefined) return;
	if (corrected === 'issuingState') yield* noteState(tx, session, value);
	if (NUMBERS.includes(corrected)) yield* noteWords(tx, deps, session, [], [value]);
	if (!NAMES.includes(corrected)) return;
	yield* noteName(tx, deps, session, nameIn(fields));
	yield* noteWords(tx, deps, session, [value], []);
}

function* noteName(tx: Tx, deps: { keyring: Keyring }, session: SessionRow, name: string | null): Step<void> {
	if (!name) return;
	const holderNameSealed = seal(openSessionKey(deps, session), Buffer.from(name, 'utf8'), holderNameAad(session.id));
	yield* q(updateSession(tx, session.organizationId, session.id, { holderNameSealed }));
}

function* noteState(tx: Tx, session: SessionRow, issuingState: string): Step<void> {
	yield* q(updateSession(tx, session.organizationId, session.id, { issuingState }));
	yield* replaceMarks(tx, session, 'issuingState', [issuingState]);
}

function* noteWords(
	tx: Tx,
	deps: { keyring: Keyring },
	session: SessionRow,
	names: readonly string[],
	numbers: readonly string[]
): Step<void> {
	const hash = wordHasher(deps.keyring, session.organizationId);
	yield* addMarks(tx, session, 'word', wordsOf(names, numbers).map(hash));
}
