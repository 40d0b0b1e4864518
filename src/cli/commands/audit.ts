import { readFile } from 'node:fs/promises';
import {
	auditExportKey,
	linkAuditEvents,
	parseCheckpoint,
	verifyAuditChain,
	verifyAuditExport
} from '$lib/server/audit';
import { callersPath, tellRefusal, withInstallation } from '../installation';
import { table, type Printer } from '../printer';
import { oneOf, readWords, UsageError } from '../usage';

/**
 * `audit verify [--checkpoint <position:hash>]`: is the log of who did what as it was written. `audit verify-export <file>`: are the
 * JSON lines that the audit page gave away as this installation signed them, or with `--public-key` the one whose key that is. `audit
 * key`: that key of this installation. Status 1 where something is not as it was written.
 */
export function audit(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, {
		checkpoint: { type: 'string' },
		'public-key': { type: 'string' },
		json: { type: 'boolean' }
	});
	const [action = '', ...more] = positionals;
	switch (oneOf('audit', action, ['verify', 'verify-export', 'key'])) {
		case 'key':
			return tellRefusal(printer, values.json, async () => {
				const publicKey = await ownKey();
				if (values.json) printer.json({ publicKey });
				else printer.line(publicKey);
				return 0;
			});
		case 'verify-export':
			return verifyExport(more, values, printer);
		default:
			return verify(more, values, printer);
	}
}

interface Values {
	checkpoint?: string | undefined;
	'public-key'?: string | undefined;
	json?: boolean | undefined;
}

const ownKey = (): Promise<string> => withInstallation((deps) => Promise.resolve(auditExportKey(deps.keyring)));

function verifyExport([file, ...more]: string[], values: Values, printer: Printer): Promise<number> {
	if (file === undefined || more.length > 0) throw new UsageError('audit verify-export needs one file.');
	const given = values['public-key']?.toLowerCase();
	if (given !== undefined && !/^[0-9a-f]{64}$/.test(given)) throw new UsageError('--public-key is 64 hex digits.');
	return tellRefusal(printer, values.json, async () => {
		const { rows, brokenAt, publicKey } = verifyAuditExport(await read(file));
		const genuine = brokenAt === null && publicKey === (given ?? (await ownKey()));
		if (values.json) printer.json({ genuine, rows, brokenAt, publicKey });
		else if (genuine) printer.line(`genuine: ${rows} rows, every byte is as it was signed`);
		else
			printer.line(
				brokenAt === null ? `signed by another key: ${publicKey}` : `NOT AS IT WAS SIGNED: line ${brokenAt}`
			);
		return genuine ? 0 : 1;
	});
}

async function read(file: string): Promise<string> {
	try {
		return await readFile(callersPath(file), 'utf8');
	} catch {
		throw new UsageError(`${file} cannot be read.`);
	}
}

function verify(more: string[], values: Values, printer: Printer): Promise<number> {
	if (more.length > 0) throw new UsageError('audit verify takes no inputs.');
	const { checkpoint } = values;
	if (checkpoint !== undefined) requireCheckpoint(checkpoint);
	return tellRefusal(printer, values.json, () =>
		withInstallation(async (deps) => {
			// What was written in the last minutes is taken up first, so that the checkpoint covers it.
			await linkAuditEvents(deps);
			const report = await verifyAuditChain(deps, checkpoint);
			if (values.json) printer.json(report);
			else {
				printer.line(`${report.links} events in the chain, ${report.problems.length} problems`);
				const rows = report.problems.map(({ kind, position, eventId }) => [
					kind,
					String(position ?? '–'),
					eventId ?? '–'
				]);
				if (rows.length > 0) printer.line(table([['problem', 'position', 'event'], ...rows]));
				printer.line(`checkpoint ${report.checkpoint}`);
			}
			return report.problems.length === 0 ? 0 : 1;
		})
	);
}

function requireCheckpoint(text: string): void {
	try {
		parseCheckpoint(text);
	} catch {
		throw new UsageError('--checkpoint is position:hash, as an earlier audit verify printed it.');
	}
}
