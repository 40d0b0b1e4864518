import { q, type Step, type Tx } from '$lib/server/db';
import { seal, type Keyring } from '$lib/server/platform';
import type { DocumentAnalysis } from '$lib/server/vision/types';
import { holderName } from '../checks/holderName';
import { openSessionKey } from '../session/sessionKey';
import { updateSession, type SessionRow } from '../session/sessionRepo';
import { addMarks, replaceMarks } from './marks';
import { wordHasher, wordsOf } from './searchWords';

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
	const name = holderName([analysis]);
	const change = {
		...(type !== 'unknown' && { documentType: type }),
		...(issuingState && { issuingState }),
		...(name && {
			holderNameSealed: seal(openSessionKey(deps, session), Buffer.from(name, 'utf8'), holderNameAad(session.id))
		})
	};
	if (Object.keys(change).length > 0) yield* q(updateSession(tx, session.organizationId, session.id, change));
	if (change.documentType) yield* replaceMarks(tx, session, 'documentType', [change.documentType]);
	if (change.issuingState) yield* replaceMarks(tx, session, 'issuingState', [change.issuingState]);
	const read = (names: readonly string[]) =>
		analysis.fields.filter((field) => names.includes(field.name)).map(({ value }) => value);
	const words = wordsOf(
		read(['primaryIdentifier', 'secondaryIdentifier', 'fullName']),
		read(['documentNumber', 'personalNumber'])
	);
	yield* addMarks(tx, session, 'word', words.map(wordHasher(deps.keyring, session.organizationId)));
}
