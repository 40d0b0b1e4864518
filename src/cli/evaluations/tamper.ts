import { z } from 'zod';
import { rocSummary } from '$lib/server/vision/evaluation';
import { analyzeFile } from '../commands/analyze';
import { attempt, withVision } from '../engine';
import { printSummary, readManifest, type Evaluation } from './evaluation';

/** `kind`: `authentic`, or what was done to the picture. */
const Entry = z.object({ file: z.string(), kind: z.string() });

/** How well the score tells edited pictures from authentic ones, by kind of edit. It is evidence for a person, not a verdict. */
export const evaluateTamper: Evaluation = async (manifest, printer, { json }) => {
	const { folder, entries } = await readManifest(manifest, Entry);
	const scored: { kind: string; score: number | null }[] = [];
	await withVision(async (vision) => {
		for (const { file, kind } of entries) {
			const outcome = await attempt(() => analyzeFile(vision, file, { slot: 'id_front', folder }));
			const score = outcome.ok ? outcome.value.tamper.score : null;
			scored.push({ kind, score });
			const error = outcome.ok ? {} : { error: { code: outcome.code } };
			if (json) printer.json({ file, ms: outcome.ms, kind, score, ...error });
		}
	});
	const kinds = [...new Set(scored.map(({ kind }) => kind))].filter((kind) => kind !== AUTHENTIC).sort();
	const figures = Object.fromEntries([...kinds, ALL].map((kind) => [kind, figuresFor(kind, scored)]));
	printSummary(printer, json, { pictures: entries.length, kinds: figures }, [
		['kind', 'edited', 'authentic', 'area under the curve', 'equal error rate'],
		...Object.entries(figures).map(([kind, { edited, authentic, auc, eer }]) => [
			kind,
			String(edited),
			String(authentic),
			auc?.toFixed(4) ?? '–',
			eer?.toFixed(4) ?? '–'
		])
	]);
};

const AUTHENTIC = 'authentic';
const ALL = 'all';

function figuresFor(kind: string, scored: readonly { kind: string; score: number | null }[]) {
	const chosen = scored.filter((one) => one.kind === AUTHENTIC || kind === ALL || one.kind === kind);
	const { mated, nonMated, auc, eer } = rocSummary(
		chosen.map(({ score }) => score),
		chosen.map((one) => one.kind !== AUTHENTIC)
	);
	return { edited: mated, authentic: nonMated, auc, eer };
}
