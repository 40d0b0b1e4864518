import { linkAuditEvents, parseCheckpoint, verifyAuditChain } from '$lib/server/audit';
import { tellRefusal, withInstallation } from '../installation';
import { table, type Printer } from '../printer';
import { oneOf, readWords, UsageError } from '../usage';

/** `audit verify [--checkpoint <position:hash>]`: is the log of who did what as it was written. Status 1 where it is not. */
export function audit(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, { checkpoint: { type: 'string' }, json: { type: 'boolean' } });
	const [action = '', ...more] = positionals;
	oneOf('audit', action, ['verify']);
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
