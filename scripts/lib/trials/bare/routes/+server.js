/** What any site on this adapter pays for the same rows: no key, no checks, no sealing; prepared statements, one transaction a request. */
import Database from 'better-sqlite3';
import { randomBytes, randomUUID } from 'node:crypto';
import { json } from '@sveltejs/kit';
import { building } from '$app/environment';

const DAY_MS = 86_400_000;
const insert = building ? () => '' : openInsert(process.env.BARE_DATABASE ?? '');

/** @param {string} file */
function openInsert(file) {
	const database = new Database(file);
	for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'busy_timeout = 5000', 'secure_delete = ON'])
		database.pragma(pragma);
	const organization = database.prepare('select id from organizations limit 1').pluck().get();
	const session = database.prepare(
		`insert into verification_sessions (id, organization_id, environment, external_user_id, webhook_url, webhook_secret_sealed,
		 metadata, policy_input, policy_version, status, review_status, client_secret_hash, wrapped_key, sequence, created_at, expires_at)
		 values (?, ?, 'test', ?, ?, ?, ?, '{}', 0, 'created', 'none', ?, ?, 0, ?, ?)`
	);
	const audit = database.prepare(
		`insert into audit_events (id, organization_id, session_id, actor_type, actor_id, action, detail, created_at)
		 values (?, ?, ?, 'tenant', ?, 'session.created', '{}', ?)`
	);
	return database.transaction((input) => {
		const id = randomUUID();
		const now = Date.now();
		const sealed = randomBytes(60);
		const hash = randomBytes(32).toString('hex');
		const metadata = JSON.stringify(input.metadata ?? {});
		session.run(
			id,
			organization,
			input.externalUserId,
			input.webhookUrl,
			sealed,
			metadata,
			hash,
			sealed,
			now,
			now + DAY_MS
		);
		audit.run(randomUUID(), organization, id, 'key', now);
		return id;
	}).immediate;
}

/** @param {{ request: Request }} event */
export async function POST({ request }) {
	return json({ ok: true, sessionId: insert(await request.json()) }, { status: 201 });
}
