import { ConfigSchema } from '$lib/server/platform';

type Setting = keyof typeof ConfigSchema.shape;

/** What each setting does. A new setting does not compile until it is told here. */
const MEANING: Record<Setting, string> = {
	ORIGIN: 'Public address of the site. Every link is built from it, never from the Host header.',
	PORT: 'Port that the web process listens on.',
	DATA_DIR: 'Folder of the database, the sealed pictures and the root key.',
	DATABASE_URL: '`postgres://…` for PostgreSQL, or a file path for SQLite. Absent: `idbeyond.db` in the data folder.',
	MODELS_DIR: 'Folder of the prepared models.',
	MIGRATIONS_DIR: 'Folder of the database migrations.',
	ROOT_KEY_FILE: 'File with the 32-byte root key in hex. Absent: `keys/root.key` in the data folder.',
	LOG_LEVEL: '`fatal`, `error`, `warn`, `info`, `debug` or `silent`.',
	WEBHOOK_ALLOW_LOOPBACK:
		'`test`: sessions of test keys may send webhooks to this machine. `off`: nobody may. Absent: `test` while ORIGIN is a loopback host, else `off`.',
	WEBHOOK_ALLOW_CIDRS: 'Comma-separated address ranges that webhooks may reach although they are not public.',
	WORKER_LANES:
		'What this worker does: `all`, `vision` (reads pictures) or `delivery` (sends webhooks, erases by age). One process for each keeps deliveries going while pictures are read.',
	RATE_LIMIT_PER_KEY: 'Most calls of one API key in a minute.',
	RATE_LIMIT_PER_ADDRESS: 'Most calls of one address in a minute, with any key or none.',
	METRICS_PORT:
		'Port of `GET /metrics` for Prometheus; the worker’s figures are on the port after it. Absent: nothing is served.',
	METRICS_HOST: 'Address that `/metrics` listens on. It knows no password.',
	SIGNUP_OPEN: 'Whether new accounts can be made at `/signup`.',
	RESULT_WAIT_SECONDS: 'Longest wait of the result page for a decision, 0 to 20.',
	RETENTION_SELFIE_DAYS:
		'Days from a session’s end until selfies and liveness pictures are erased, or `keep`. An organization’s own setting wins.',
	RETENTION_DOCUMENT_DAYS: 'The same for pictures of documents and proofs of address, with their heatmaps.',
	RETENTION_RECORD_DAYS: 'Days from a session’s end until it is redacted as a whole, or `keep`.'
};

/** Every setting with its default, read from the schema that the program itself reads. */
export function settingsTableMarkdown(): string {
	const defaults: Partial<Record<string, unknown>> = ConfigSchema.parse({});
	const rows = Object.entries(MEANING).map(([name, meaning]) => {
		const value = defaults[name];
		return `| \`${name}\` | ${value === undefined || value === '' ? '–' : `\`${String(value)}\``} | ${meaning} |`;
	});
	return ['| Setting | Default | What it does |', '| --- | --- | --- |', ...rows].join('\n');
}
