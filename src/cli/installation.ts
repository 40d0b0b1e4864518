import { resolve } from 'node:path';
import { createDeps, type Deps } from '$lib/server/deps';
import { AppError, loadConfig, systemClock, systemIds } from '$lib/server/platform';
import { callersFolder } from './inputs';
import type { Printer } from './printer';

/** Opens this installation's own database and pictures, as the site does; closes them whatever happens. */
export async function withInstallation<T>(work: (deps: Deps) => Promise<T>): Promise<T> {
	const deps = await createDeps(
		{ ...loadConfig(process.env), logLevel: process.env.LOG_LEVEL || 'warn' },
		{ name: 'idb' }
	);
	try {
		return await work(deps);
	} finally {
		await deps.close();
	}
}

/** The settings alone, and the clock: for what must not open the database. */
export const settingsOnly = () => ({ config: loadConfig(process.env), clock: systemClock, ids: systemIds });

/** A path that the caller typed. */
export const callersPath = (path: string): string => resolve(callersFolder(), path);

interface Coded {
	code: string;
	message: string;
	fix?: string;
}

/** A refusal with a code is told, not thrown: status 1. Anything else is a fault of ours and is thrown on. */
export async function tellRefusal(
	printer: Printer,
	json: boolean | undefined,
	work: () => Promise<number>
): Promise<number> {
	try {
		return await work();
	} catch (error) {
		const refusal = codedOf(error);
		if (refusal === null) throw error;
		if (json) printer.json({ error: refusal });
		else printer.note(`${refusal.code}: ${refusal.message}${refusal.fix ? `\n→ ${refusal.fix}` : ''}`);
		return 1;
	}
}

function codedOf(error: unknown): Coded | null {
	if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
	if (!/^[A-Z][A-Z_]+$/.test(error.code)) return null;
	const fix = 'fix' in error && typeof error.fix === 'string' ? error.fix : undefined;
	const internal = error instanceof AppError ? error.internal : undefined;
	return { code: error.code, message: internal ?? error.message, ...(fix ? { fix } : {}) };
}
