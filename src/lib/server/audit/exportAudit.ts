/**
 * The audit log as a file that a stranger can verify. Each line has, last, the SHA-256 in hex of the line before it (64 zeros before the
 * first), a line feed, and the JSON array of this line's other values as text. JSON lines end with one more line: how many there are,
 * the last hash, and this installation's Ed25519 signature of it. CSV has the hashes alone.
 */
import { createHash } from 'node:crypto';
import { AUDIT_EXPORT_AT_MOST } from '$lib/contract/bulk';
import type { AuditFilter } from '$lib/contract/audit';
import type { Store } from '$lib/server/db';
import { csvLine, isSignedBy, publicKeyOf, signAs, type Clock, type Ids, type Keyring } from '$lib/server/platform';
import { GENESIS } from './chain';
import { findAuditPage, type FoundAuditRow } from './findAuditPage';
import { record } from './record';

export type AuditExportFormat = 'csv' | 'jsonl';

const PAGE = 500;
const PURPOSE = 'audit export';
const NAMES = [
	...(['at', 'actorType', 'actorId', 'action', 'sessionId', 'targetId', 'detail'] as const),
	...(['eventId', 'chainPosition', 'chainHash'] as const)
];

const values = (row: FoundAuditRow): string[] => [
	new Date(row.createdAt).toISOString(),
	row.actorType,
	row.actorId ?? '',
	row.action,
	row.sessionId ?? '',
	row.targetId ?? '',
	JSON.stringify(row.detail),
	row.id,
	row.position === null ? '' : String(row.position),
	row.hash ?? ''
];

/** Newest first, at most AUDIT_EXPORT_AT_MOST rows. That somebody took it is recorded first, and what the file ended with when it is whole. */
export async function* exportAudit(
	deps: { store: Store; keyring: Keyring; clock: Clock; ids: Ids },
	taker: { organizationId: string; userId: string },
	{ format, ...filter }: AuditFilter & { format: AuditExportFormat }
): AsyncGenerator<string> {
	const tell = (action: string, detail: Record<string, string | number | string[]>) =>
		deps.store.tx((tx) =>
			record(tx, deps, {
				organizationId: taker.organizationId,
				actor: { type: 'operator', id: taker.userId },
				action,
				detail: { format, ...detail }
			})
		);
	const until = filter.until ?? deps.clock.now();
	await tell('audit.exported', { filters: Object.keys(filter).sort() });
	if (format === 'csv') yield csvLine([...NAMES, 'hash']);
	let [hash, rows, cursor]: [string, number, string | undefined] = [GENESIS, 0, undefined];
	do {
		const limit = Math.min(PAGE, AUDIT_EXPORT_AT_MOST - rows);
		const page = await findAuditPage(deps.store, taker.organizationId, { ...filter, until, cursor, limit });
		let lines = '';
		for (const row of page.rows) {
			const said = values(row);
			hash = lineHash(hash, said);
			lines += format === 'csv' ? csvLine([...said, hash]) : jsonLine(said, hash);
		}
		rows += page.rows.length;
		cursor = page.nextCursor ?? undefined;
		if (lines !== '') yield lines;
	} while (cursor !== undefined && rows < AUDIT_EXPORT_AT_MOST);
	if (format === 'jsonl')
		yield `${JSON.stringify(ending(deps.keyring, { rows, whole: cursor === undefined, hash }))}\n`;
	await tell('audit.export_finished', { rows, hash });
}

const lineHash = (previous: string, said: readonly string[]): string =>
	createHash('sha256')
		.update(`${previous}\n${JSON.stringify(said)}`)
		.digest('hex');

const jsonLine = (said: readonly string[], hash: string): string =>
	`${JSON.stringify({ ...Object.fromEntries(NAMES.map((name, index) => [name, said[index] ?? ''])), hash })}\n`;

const ending = (keyring: Keyring, end: { rows: number; whole: boolean; hash: string }) => ({
	...end,
	publicKey: auditExportKey(keyring),
	signature: signAs(keyring, PURPOSE, Buffer.from(JSON.stringify([end.rows, end.whole, end.hash])))
});

/** The public half of the key that signs exports, as 64 hex digits. */
export const auditExportKey = (keyring: Keyring): string => publicKeyOf(keyring, PURPOSE);

export interface ExportReport {
	rows: number;
	/** Whose signature it is: to be compared with what the installation says of itself. */
	publicKey: string | null;
	/** The first line that is not as it was written, from 1; null: all are, and the signature holds. */
	brokenAt: number | null;
}

/** Verifies a file of JSON lines by what stands in it alone. */
export function verifyAuditExport(file: string): ExportReport {
	const lines = file.split('\n').filter((line) => line !== '');
	let hash = GENESIS;
	for (const [index, line] of lines.slice(0, -1).entries()) {
		const said = parsed(line);
		const cells = NAMES.map((name) => String(said[name]));
		hash = lineHash(hash, cells);
		// To the byte: nothing may stand in a line that its hash does not hold.
		if (`${line}\n` !== jsonLine(cells, hash)) return { rows: lines.length - 1, publicKey: null, brokenAt: index + 1 };
	}
	const { rows, whole, hash: last, publicKey, signature } = parsed(lines.at(-1) ?? '');
	const signed = Buffer.from(JSON.stringify([rows, whole, last]));
	const holds = rows === lines.length - 1 && last === hash && isSignedBy(String(publicKey), String(signature), signed);
	return { rows: lines.length - 1, publicKey: holds ? String(publicKey) : null, brokenAt: holds ? null : lines.length };
}

function parsed(line: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(line);
		return typeof value === 'object' && value !== null ? { ...value } : {};
	} catch {
		return {};
	}
}
