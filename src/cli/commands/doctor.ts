import { examineAll } from '../examinations/all';
import { table, type Printer } from '../printer';
import { readWords, UsageError } from '../usage';

/** `doctor [--key …] [--session …] [--page …]`: what this installation lacks or has misconfigured, each with its fix. Changes nothing. Status 1 where something is wrong. */
export async function doctor(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, {
		key: { type: 'string' },
		session: { type: 'string' },
		page: { type: 'string' },
		json: { type: 'boolean' }
	});
	if (positionals.length > 0) throw new UsageError('doctor takes no inputs.');
	const findings = await examineAll(process.env, process.cwd(), {
		key: values.key,
		sessionId: values.session,
		page: values.page
	});
	if (values.json) for (const finding of findings) printer.json(finding);
	else {
		const rows = findings.map(({ ok, check, detail, fix }) => [
			ok ? 'ok' : 'LOOK',
			check,
			fix === undefined ? detail : `${detail}\n      → ${fix}`
		]);
		printer.line(table(rows));
	}
	return findings.every(({ ok }) => ok) ? 0 : 1;
}
