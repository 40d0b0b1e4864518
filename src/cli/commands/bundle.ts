import { readFile } from 'node:fs/promises';
import { bundlePublicKey, verifyBundle, type BundleReport } from '$lib/server/verification';
import { callersPath, tellRefusal, withInstallation } from '../installation';
import { table, type Printer } from '../printer';
import { oneOf, readWords, UsageError } from '../usage';

/**
 * `bundle verify <file>`: is a decision bundle what this installation signed, or with `--public-key` the one whose key that is (then
 * nothing is opened but the file). `bundle key`: that key of this installation. Status 1 where the bundle is not as it was signed.
 */
export function bundle(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, { 'public-key': { type: 'string' }, json: { type: 'boolean' } });
	const [action = '', file, ...more] = positionals;
	const given = values['public-key'];
	if (oneOf('bundle', action, ['verify', 'key']) === 'key') {
		if (file !== undefined) throw new UsageError('bundle key takes no inputs.');
		return tellRefusal(printer, values.json, async () => {
			const publicKey = await ownKey();
			if (values.json) printer.json({ publicKey });
			else printer.line(publicKey);
			return 0;
		});
	}
	if (file === undefined || more.length > 0) throw new UsageError('bundle verify needs one file.');
	if (given !== undefined && !/^[0-9a-f]{64}$/i.test(given)) throw new UsageError('--public-key is 64 hex digits.');
	return tellRefusal(printer, values.json, async () => {
		const bytes = await read(file);
		const report = verifyBundle(bytes, given ?? (await ownKey()));
		if (values.json) printer.json({ ...report, content: report.content && summaryOf(report.content) });
		else tell(report, printer);
		return report.problems.length === 0 ? 0 : 1;
	});
}

const ownKey = (): Promise<string> => withInstallation((deps) => Promise.resolve(bundlePublicKey(deps.keyring)));

async function read(file: string): Promise<Buffer> {
	try {
		return await readFile(callersPath(file));
	} catch {
		throw new UsageError(`${file} cannot be read.`);
	}
}

/** Ids, codes and numbers: the fields and pictures of a person stay in the file. */
const summaryOf = ({ session, exportedAt, decisions, pictures }: NonNullable<BundleReport['content']>) => ({
	...{ session, exportedAt, decisions },
	pictures: pictures.map(({ artifactId, slot, kind, byteLength, sha256 }) => ({
		...{ artifactId, slot, kind, byteLength, sha256 }
	}))
});

function tell({ problems, publicKey, content, picturesInside }: BundleReport, printer: Printer): void {
	printer.line(problems.length === 0 ? 'genuine: every byte is as it was signed' : 'NOT AS IT WAS SIGNED');
	if (problems.length > 0)
		printer.line(table([['problem', 'picture'], ...problems.map((one) => [one.kind, one.artifactId ?? '–'])]));
	if (publicKey) printer.line(`key ${publicKey}`);
	if (!content) return;
	const { session, exportedAt, decisions, pictures } = content;
	printer.line(`session ${session.sessionId}, ${session.status}, ${session.reviewStatus}, exported ${exportedAt}`);
	for (const { outcome, decidedBy, decidedAt, policyVersion } of decisions)
		printer.line(`decision ${outcome} by ${decidedBy} at ${decidedAt}, policy version ${policyVersion}`);
	printer.line(`${pictures.length} pictures named by SHA-256, ${picturesInside} of them inside`);
}
