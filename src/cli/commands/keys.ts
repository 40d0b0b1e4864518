import type { ApiKeyView } from '$lib/contract/apiKeys';
import { ENVIRONMENTS } from '$lib/contract/slots';
import { authorize } from '$lib/server/auth';
import { asCommandLine, listApiKeys, mintApiKey, revokeApiKey } from '$lib/server/organizations';
import { tellRefusal, withInstallation } from '../installation';
import { table, type Printer } from '../printer';
import { oneOf, readWords, UsageError } from '../usage';

/** `keys list`, `keys mint --environment test --label …`, `keys revoke <id>`; the audit log names the command line as who did it. */
export function keys(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, {
		organization: { type: 'string' },
		environment: { type: 'string' },
		label: { type: 'string' },
		json: { type: 'boolean' }
	});
	const [action = '', keyId, ...more] = positionals;
	const verb = oneOf('keys', action, ['list', 'mint', 'revoke']);
	if (more.length > 0 || (verb === 'revoke') !== (keyId !== undefined))
		throw new UsageError('Only keys revoke takes an id, and needs one.');
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
			if (keyId !== undefined) {
				const revoked = await revokeApiKey(deps, admin, { keyId });
				if (values.json) printer.json(revoked);
				else printer.line(`${revoked.id} revoked at ${revoked.revokedAt}`);
			}
			return 0;
		})
	);
}

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
