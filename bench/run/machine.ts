import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import type { Machine } from './results';

export function describeMachine(): Machine {
	return {
		cpu: (cpus()[0]?.model ?? 'unknown').trim(),
		cores: cpus().length,
		memoryGb: Math.round(totalmem() / 2 ** 30),
		node: process.versions.node,
		system: `${process.platform} ${process.arch}`
	};
}

/** What the engine's figures depend on. */
const MEASURED = ['src/lib/server/vision', 'models', 'scripts/prepare-models.mjs', 'package-lock.json', 'bench'];

/** The last commit that changed what is measured, and whether the working tree differs from it there. */
export function measuredCommit(): { commit: string; changed: boolean } {
	const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8' }).trim();
	const paths = [...MEASURED, ':!bench/RESULTS.md', ':!bench/results'];
	return {
		commit: git('log', '-1', '--format=%h', '--', ...paths),
		changed: git('status', '--porcelain', '--', ...paths) !== ''
	};
}
