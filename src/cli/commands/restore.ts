import { restoreBackup } from '$lib/server/backup';
import { eraseKeyless } from '$lib/server/verification';
import { callersPath, settingsOnly, tellRefusal, withInstallation } from '../installation';
import type { Printer } from '../printer';
import { readWords, UsageError } from '../usage';

/** `restore --from <folder> [--keys <folder>]`: into an empty DATA_DIR, with the root key in its place. */
export function restore(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, {
		from: { type: 'string' },
		keys: { type: 'string' },
		json: { type: 'boolean' }
	});
	const { from } = values;
	if (from === undefined || positionals.length > 0)
		throw new UsageError('restore needs --from <folder> and no inputs.');
	return tellRefusal(printer, values.json, async () => {
		const started = performance.now();
		const input = { from: callersPath(from), keysFrom: callersPath(values.keys ?? `${from}-keys`) };
		const report = await restoreBackup(settingsOnly(), input);
		// Opens it as the site would: brings the schema up to date, and proves that it can be opened.
		const erasedAgain = await withInstallation(eraseKeyless);
		const ms = Math.round(performance.now() - started);
		if (values.json) printer.json({ ...report, erasedAgain, ms });
		else {
			printer.line(`${report.sessions} sessions and ${report.pictures} pictures, as of ${report.dataOf}; ${ms} ms`);
			if (erasedAgain > 0) printer.line(`${erasedAgain} of them had been erased by ${report.keysOf}, and are again`);
		}
		if (report.missingPictures > 0) printer.note(`${report.missingPictures} pictures are not in the backup`);
		printer.note('API keys revoked and passwords changed since that time are as they were: look through both.');
		return report.missingPictures > 0 ? 1 : 0;
	});
}
