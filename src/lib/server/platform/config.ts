import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';

const flag = (fallback: boolean) =>
	z
		.enum(['0', '1', 'true', 'false'])
		.transform((value) => value === '1' || value === 'true')
		.default(fallback);

/** Days from 0 (with the next sweep after the end) to a hundred years, or `keep`. */
const days = (fallback: number | 'keep') =>
	z.union([z.literal('keep'), z.coerce.number().int().min(0).max(36_500)]).default(fallback);

/** Every setting the program reads, with its default. `.env.example` is checked against this. */
export const ConfigSchema = z.object({
	/** Public address of the site; builds hostedUrl. Never taken from the Host header. */
	ORIGIN: z.url({ protocol: /^https?$/ }).default('http://localhost:3000'),
	PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
	/** Where the database, the pictures and the keys live. */
	DATA_DIR: z.string().min(1).default('data'),
	/** `postgres://…`, or a file path; absent: data/idbeyond.db. */
	DATABASE_URL: z.string().min(1).optional(),
	MODELS_DIR: z.string().min(1).default('models'),
	MIGRATIONS_DIR: z.string().min(1).default('drizzle'),
	/** File with the 32-byte root key in hex; absent: data/keys/root.key. */
	ROOT_KEY_FILE: z.string().min(1).optional(),
	LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
	/** `test`: sessions of test keys may send webhooks to loopback; unset: `test` while ORIGIN is a loopback host. */
	WEBHOOK_ALLOW_LOOPBACK: z.enum(['test', 'off']).optional(),
	/** Comma-separated CIDR ranges that webhooks may reach although they are not public. */
	WEBHOOK_ALLOW_CIDRS: z.string().default(''),
	/** What this worker does: a process for each lane keeps deliveries going while pictures are read, or on another machine. */
	WORKER_LANES: z.enum(['all', 'vision', 'delivery']).default('all'),
	/** Most calls of one API key, and of one address with any key or none, in a minute. */
	RATE_LIMIT_PER_KEY: z.coerce.number().int().min(1).max(100_000_000).default(6_000),
	RATE_LIMIT_PER_ADDRESS: z.coerce.number().int().min(1).max(100_000_000).default(12_000),
	/** Port of GET /metrics, for Prometheus; the worker takes the one after it. Absent: nothing is served. */
	METRICS_PORT: z.coerce.number().int().min(1).max(65_534).optional(),
	/** Address that /metrics listens on. It knows no password: keep it where only the collector reaches it. */
	METRICS_HOST: z.string().min(1).default('127.0.0.1'),
	/** New accounts may be made at /signup. */
	SIGNUP_OPEN: flag(true),
	/** Longest wait of the result page for a decision, in seconds. */
	RESULT_WAIT_SECONDS: z.coerce.number().int().min(0).max(20).default(20),
	/** Days from a session's end until the pictures of the face go; `keep`: until it is redacted. Organizations may say otherwise. */
	RETENTION_SELFIE_DAYS: days(30),
	/** The same for pictures of documents and proofs of address. */
	RETENTION_DOCUMENT_DAYS: days(90),
	/** Days from a session's end until it is redacted as a whole. */
	RETENTION_RECORD_DAYS: days('keep')
});

export interface Config {
	origin: string;
	/** ORIGIN is http://localhost or a loopback address. */
	loopbackOrigin: boolean;
	secureCookies: boolean;
	dataDir: string;
	databaseUrl: string;
	modelsDir: string;
	migrationsDir: string;
	rootKeyFile: string;
	logLevel: string;
	webhookAllowLoopback: 'test' | 'off';
	webhookAllowCidrs: string[];
	workerLanes: 'all' | 'vision' | 'delivery';
	rateLimitPerKey: number;
	rateLimitPerAddress: number;
	metricsPort: number | null;
	metricsHost: string;
	signupOpen: boolean;
	resultWaitSeconds: number;
	retention: RetentionDays;
}

/** Days from a session's end; null: kept until the session is redacted. */
export interface RetentionDays {
	selfieDays: number | null;
	documentDays: number | null;
	recordDays: number | null;
}

/** Parses the environment. Throws with the setting's name when a value is not as it should be. Relative paths start at `cwd`. */
export function loadConfig(env: Record<string, string | undefined>, cwd: string = process.cwd()): Config {
	const parsed = ConfigSchema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
	if (!parsed.success) {
		const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
		throw new Error(`Settings are not as they should be:\n  ${lines.join('\n  ')}`);
	}
	const settings = parsed.data;
	const path = (value: string) => (isAbsolute(value) ? value : resolve(cwd, value));
	const dataDir = path(settings.DATA_DIR);
	const origin = new URL(settings.ORIGIN);
	const loopbackOrigin = isLoopbackHost(origin.hostname);
	return {
		origin: origin.origin,
		loopbackOrigin,
		secureCookies: origin.protocol === 'https:',
		dataDir,
		databaseUrl: databaseUrl(settings.DATABASE_URL, dataDir, path),
		modelsDir: path(settings.MODELS_DIR),
		migrationsDir: path(settings.MIGRATIONS_DIR),
		rootKeyFile: settings.ROOT_KEY_FILE ? path(settings.ROOT_KEY_FILE) : join(dataDir, 'keys', 'root.key'),
		logLevel: settings.LOG_LEVEL,
		webhookAllowLoopback: settings.WEBHOOK_ALLOW_LOOPBACK ?? (loopbackOrigin ? 'test' : 'off'),
		webhookAllowCidrs: settings.WEBHOOK_ALLOW_CIDRS.split(',')
			.map((part) => part.trim())
			.filter(Boolean),
		workerLanes: settings.WORKER_LANES,
		rateLimitPerKey: settings.RATE_LIMIT_PER_KEY,
		rateLimitPerAddress: settings.RATE_LIMIT_PER_ADDRESS,
		metricsPort: settings.METRICS_PORT ?? null,
		metricsHost: settings.METRICS_HOST,
		signupOpen: settings.SIGNUP_OPEN,
		resultWaitSeconds: settings.RESULT_WAIT_SECONDS,
		retention: {
			selfieDays: daysOrNull(settings.RETENTION_SELFIE_DAYS),
			documentDays: daysOrNull(settings.RETENTION_DOCUMENT_DAYS),
			recordDays: daysOrNull(settings.RETENTION_RECORD_DAYS)
		}
	};
}

/** Whether DATABASE_URL names a PostgreSQL server rather than a file. */
export const isPostgresUrl = (databaseUrl: string): boolean => /^postgres(ql)?:\/\//.test(databaseUrl);

const daysOrNull = (value: number | 'keep'): number | null => (value === 'keep' ? null : value);

function databaseUrl(setting: string | undefined, dataDir: string, path: (value: string) => string): string {
	if (!setting) return join(dataDir, 'idbeyond.db');
	return isPostgresUrl(setting) || setting === ':memory:' ? setting : path(setting);
}

function isLoopbackHost(hostname: string): boolean {
	return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname);
}
