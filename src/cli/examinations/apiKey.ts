import { hashSecret, parseKey } from '$lib/server/auth';
import { fine, wrong, type Finding } from './finding';
import { cell, type ReadOnly } from './readOnly';

const CHECK = 'API key';

/** Why a call with this key, or this whole Authorization header, answers 401 API_KEY_INVALID. The key itself is never printed. */
export async function examineApiKey(ask: ReadOnly, given: string): Promise<Finding> {
	const header = /^authorization:\s*/i.test(given) ? given.replace(/^authorization:\s*/i, '') : given;
	const key = /^Bearer (\S+)$/i.exec(header)?.[1] ?? (/^[sp]k_\S+$/.test(header) ? header : null);
	if (key === null)
		return wrong(CHECK, 'that is no Authorization header', 'send exactly `Authorization: Bearer sk_<env>_<hex>`');
	const parsed = parseKey(key);
	if (parsed === null)
		return wrong(CHECK, 'mistyped or cut short: its checksum does not fit', 'copy it again, or mint a new one');
	const column = parsed.kind === 'sk' ? 'secret_key_hash' : 'publishable_key_hash';
	const [row] = await ask.all(
		`SELECT id, organization_id, environment, revoked_at, last_used_at FROM organization_api_keys WHERE ${column} = ?`,
		hashSecret(key)
	);
	const name = `${key.slice(0, 16)}…`;
	if (row === undefined)
		return wrong(CHECK, `${name} is not of this installation`, 'check the host, or mint a key in this dashboard');
	if (row.revoked_at !== null) {
		const at = new Date(Number(row.revoked_at)).toISOString();
		return wrong(CHECK, `${name} was revoked at ${at}`, 'use a key that the dashboard lists as active');
	}
	if (parsed.kind === 'pk')
		return wrong(CHECK, `${name} is publishable: refused on REST`, 'use the sk_ key there; pk_ is for the SDK mount');
	const used =
		row.last_used_at === null ? 'never used' : `last used ${new Date(Number(row.last_used_at)).toISOString()}`;
	return fine(CHECK, `${name} is active for ${cell(row, 'organization_id')}, ${parsed.environment}; ${used}`);
}
