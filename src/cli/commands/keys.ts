import type { ApiKeyView } from '$lib/contract/apiKeys';
import { ENVIRONMENTS } from '$lib/contract/slots';
import { authorize } from '$lib/server/auth';
import { finishRotation, rotateRoot } from '$lib/server/backup';
import { asCommandLine, listApiKeys, mintApiKey, revokeApiKey, rotateApiKey } from '$lib/server/organizations';
import { tellRefusal, withInstallation } from '../installation';
import { table, type Printer } from '../printer';
import { oneOf, readWords, UsageError } from '../usage';

/** `keys rotate-root [--finish]`: of the installation. `keys list`, `keys mint --environment test --label …`, `keys rotate <id> --overlap 24`, `keys revoke <id>`; the audit log names the command line as who did it. */
export function keys(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, {
		organization: { type: 'string' },
		environment: { type: 'string' },
		label: { type: 'string' },
		overlap: { type: 'string' },
		finish: { type: 'boolean' },
		json: { type: 'boolean' }
	});
	const [action = '', keyId, ...more] = positionals;
	const verb = oneOf('keys', action, ['list', 'mint', 'rotate', 'revoke', 'rotate-root']);
	if (values.finish && verb !== 'rotate-root') throw new UsageError('--finish belongs to keys rotate-root.');
	const takesId = verb === 'revoke' || verb === 'rotate';
	if (more.length > 0 || takesId !== (keyId !== undefined))
		throw new UsageError('Only keys rotate and keys revoke take an id, and need one.');
	const overlapHours = Number(values.overlap ?? 24);
	if (!Number.isInteger(overlapHours) || overlapHours < 0 || overlapHours > 720)
		throw new UsageError('--overlap is a whole number of hours from 0 to 720.');
	if (verb === 'rotate-root') return rotate(values.finish === true, values.json, printer);
	const environment = oneOf('--environment', values.environment ?? 'test', ENVIRONMENTS);
	return tellRefusal(printer, values.json, () =>
		withInstallation(async (deps) => {
			const operator = await asCommandLine(deps, values.organization);
			const admin = authorize(operator, 'administer');
			if (verb === 'list') print(await listApiKeys(deps, authorize(operator, 'read')), values.json, printer);
			if (verb === 'mint') {
				const minted = await mintApiKey(deps, admin, { environment, label: values.label ?? 'command line' });
				if (values.json) printer.json(minted);
				else printer.line(`${minted.secretKey}\n${minted.publishableKey}`);
				printer.note(`Shown this once. Key ${minted.id}, ${environment}.`);
			}
			if (verb === 'rotate' && keyId !== undefined) {
				const minted = await rotateApiKey(deps, admin, { keyId, overlapHours });
				if (values.json) printer.json(minted);
				else printer.line(`${minted.secretKey}\n${minted.publishableKey}`);
				printer.note(`Shown this once. The pair before works until ${minted.endsAt}.`);
			}
			if (verb === 'revoke' && keyId !== undefined) {
				const revoked = await revokeApiKey(deps, admin, { keyId });
				if (values.json) printer.json(revoked);
				else printer.line(`${revoked.id} revoked at ${revoked.revokedAt}`);
			}
			return 0;
		})
	);
}

/** Both halves may be run again at any time, also after one that was killed. */
const rotate = (isFinish: boolean, json: boolean | undefined, printer: Printer): Promise<number> =>
	tellRefusal(printer, json, () =>
		withInstallation(async (deps) => {
			const report = await (isFinish ? finishRotation(deps) : rotateRoot(deps));
			if (json) printer.json({ ...report });
			else printer.line(`${report.renewed} keys and secrets put under the new root key`);
			if (report.unreadable > 0) printer.note(`${report.unreadable} open with neither root key`);
			printer.note(
				report.bothOpen
					? `${deps.config.rootKeyFile} holds both: copy it to its third place now; run keys rotate-root --finish in ten minutes or later.`
					: 'The root key before opens nothing any more, but backups made before: keep its copy as long as them, and make a backup now.'
			);
			return report.unreadable === 0 ? 0 : 1;
		})
	);

function print(rows: ApiKeyView[], json: boolean | undefined, printer: Printer): void {
	if (json) return rows.forEach((row) => printer.json(row));
	printer.line(
		table([
			['id', 'environment', 'secret key', 'last used', 'revoked', 'label'],
			...rows.map((row) => [
				row.id,
				row.environment,
				`${row.secretKeyPrefix}…`,
				row.lastUsedAt ?? '–',
				row.revokedAt ?? '–',
				row.label
			])
		])
	);
}
