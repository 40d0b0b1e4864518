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

/** What the engine's figures depend on, and the packages that do its arithmetic: any other package may come and go. */
const MEASURED = ['src/lib/server/vision', 'models', 'scripts/prepare-models.mjs', 'bench'];
const NOT_MEASURED = [':!bench/RESULTS.md', ':!bench/results'];
const PACKAGES = '"(@xenova/transformers|onnxruntime-node|sharp|zxing-wasm|pdfjs-dist|@napi-rs/canvas)":';

/** The last commit that changed what is measured, and whether the working tree differs from it there. */
export function measuredCommit(folder = '.'): { commit: string; changed: boolean } {
	const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8', cwd: folder }).trim();
	const sources = ['--', ...MEASURED, ...NOT_MEASURED];
	// Versions are exact, so that a line of package.json changes with each.
	const packages = ['-E', `-G${PACKAGES}`, '--', 'package.json'];
	const last = [sources, packages]
		.map((what) => git('log', '-1', '--format=%H', ...what))
		.filter((hash) => hash !== '');
	return {
		commit: last.length === 0 ? '' : git('log', '-1', '--topo-order', '--format=%h', ...last),
		changed: git('status', '--porcelain', ...sources) !== '' || git('diff', 'HEAD', ...packages) !== ''
	};
}
