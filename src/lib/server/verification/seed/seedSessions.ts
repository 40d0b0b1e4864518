import { q, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { seal } from '$lib/server/platform';
import { holderNameAad } from '../find/noteDocument';
import { wordHasher, wordsOf } from '../find/searchWords';
import { sessionKeyAad } from '../session/sessionKey';
import type { NewSessionRow } from '../session/sessionRepo';
import { addCounts } from '../insight/addCounts';
import { inventSession, type Random } from './inventSession';
import { seedFigures } from './seedFigures';

type MarkRow = Tx['t']['sessionMarks']['$inferInsert'];
type DecisionRow = Tx['t']['decisions']['$inferInsert'];

export interface SeedInput {
	organizationId: string;
	/** Whom the assigned ones are given to. */
	userId: string;
	sessions: number;
	/** Days back from now over which they were created, evenly. */
	days: number;
	random: Random;
}

const DAY_MS = 24 * 60 * 60_000;
/** Sessions a transaction, and rows a statement: SQLite takes 32,766 parameters. */
const BATCH = 1_000;
const ROWS = 400;

/**
 * Invented sessions of the test environment as the pipeline leaves them for lists, searches and figures: rows, marks and decisions, but
 * no picture and no analysis, so their pages are bare. For trying the dashboard and measuring it.
 */
export async function seedSessions(deps: Deps, input: SeedInput): Promise<void> {
	const hash = wordHasher(deps.keyring, input.organizationId);
	const start = deps.clock.now() - input.days * DAY_MS;
	const step = (input.days * DAY_MS) / input.sessions;
	for (let done = 0; done < input.sessions; done += BATCH) {
		const rows = Array.from({ length: Math.min(BATCH, input.sessions - done) }, (_, index) =>
			seededRows(deps, input, hash, Math.floor(start + (done + index) * step))
		);
		await deps.store.tx(function* (tx) {
			for (const part of parts(rows.map(({ session }) => session)))
				yield* q(tx.db.insert(tx.t.verificationSessions).values(part));
			for (const part of parts(rows.flatMap(({ marks }) => marks)))
				yield* q(tx.db.insert(tx.t.sessionMarks).values(part));
			for (const part of parts(rows.flatMap(({ decision }) => decision)))
				yield* q(tx.db.insert(tx.t.decisions).values(part));
			yield* addCounts(
				tx,
				rows.flatMap(({ session, decision }) => seedFigures(session, decision[0]?.reasonCodes ?? []))
			);
		});
	}
}

function* parts<T>(rows: T[]): Generator<T[]> {
	for (let at = 0; at < rows.length; at += ROWS) yield rows.slice(at, at + ROWS);
}

function seededRows(
	deps: Deps,
	{ organizationId, userId, random }: SeedInput,
	hash: (word: string) => string,
	createdAt: number
): { session: NewSessionRow; marks: MarkRow[]; decision: DecisionRow[] } {
	const id = deps.ids.uuid();
	const { key, wrapped } = deps.keyring.newKey(sessionKeyAad(id));
	const { status, reviewStatus, holder, reasons, tags, assigned } = inventSession(random);
	const name = holder && `${holder.given} ${holder.surname}`;
	const common = { organizationId, environment: 'test' as const, createdAt };
	const completedAt = status === 'completed' ? createdAt + Math.floor(60_000 + random() * 600_000) : null;
	const mark = (kind: MarkRow['kind'], value: string): MarkRow => ({ ...common, kind, value, sessionId: id });
	return {
		session: {
			...{ ...common, id, externalUserId: `user_${Math.floor(random() * 1e9)}`, metadata: {}, policyInput: {} },
			...{
				policyVersion: 0,
				status,
				reviewStatus,
				wrappedKey: wrapped,
				sequence: 0,
				clientSecretHash: id,
				completedAt
			},
			...{ expiresAt: createdAt + DAY_MS, submittedAt: completedAt, assigneeId: assigned ? userId : null },
			...{ documentType: holder?.type ?? null, issuingState: holder?.state ?? null },
			holderNameSealed: name ? seal(key, Buffer.from(name, 'utf8'), holderNameAad(id)) : null
		},
		marks: [
			...(holder ? [mark('documentType', holder.type), mark('issuingState', holder.state)] : []),
			...(holder
				? wordsOf([holder.given, holder.surname], [holder.number]).map((word) => mark('word', hash(word)))
				: []),
			...reasons.map((reason) => mark('reason', reason)),
			...tags.map((tag) => mark('tag', tag)),
			...(assigned ? [mark('assignee', userId)] : [])
		],
		decision:
			reviewStatus === 'none' || completedAt === null
				? []
				: [
						{
							...{ id: deps.ids.uuid(), organizationId, sessionId: id, outcome: reviewStatus, reasonCodes: reasons },
							...{ decidedBy: 'policy', policyVersion: 0, createdAt: completedAt }
						}
					]
	};
}
