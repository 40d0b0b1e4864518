import { z } from 'zod';
import sharp from 'sharp';
import { bootstrapInterval, heatmapAgreement, rocSummary, type HeatmapAgreement } from '$lib/server/vision/evaluation';
import type { Vision } from '$lib/server/vision/types';
import { attempt, documentOf, pictureOf, withVision } from '../engine';
import { figure, printSummary, readManifest, type Evaluation } from './evaluation';

/** `kind`: `authentic`, or what was done to the picture. `mask`: a picture that is white where it was done. */
const Entry = z.object({ file: z.string(), kind: z.string(), mask: z.string().nullish() });

/** How well the score tells edited pictures from authentic ones, by kind of edit. It is evidence for a person, not a verdict. */
export const evaluateTamper: Evaluation = async (manifest, printer, { json }) => {
	const { folder, entries } = await readManifest(manifest, Entry);
	const scored: Scored[] = [];
	await withVision(async (vision) => {
		for (const { file, kind, mask } of entries) {
			const outcome = await attempt(() => measure(vision, file, mask ?? null, folder));
			const { score, map } = outcome.ok ? outcome.value : { score: null, map: null };
			scored.push({ kind, score, map });
			const error = outcome.ok ? {} : { error: { code: outcome.code } };
			if (json) printer.json({ file, ms: outcome.ms, kind, score, map, ...error });
		}
	});
	const kinds = [...new Set(scored.map(({ kind }) => kind))].filter((kind) => kind !== AUTHENTIC).sort();
	const figures = Object.fromEntries([...kinds, ALL].map((kind) => [kind, figuresFor(kind, scored)]));
	printSummary(printer, json, { pictures: entries.length, kinds: figures }, [
		['kind', 'edited', 'authentic', 'area under the curve', 'equal error rate', 'pixel area', 'pixel F1', 'overlap'],
		...Object.entries(figures).map(([kind, { edited, authentic, auc, eer, aucInterval, map }]) => [
			kind,
			String(edited),
			String(authentic),
			aucInterval ? figure({ ...aucInterval, value: auc ?? 0, cases: edited + authentic }) : '–',
			eer?.toFixed(4) ?? '–',
			map?.pixelAuc?.toFixed(2) ?? '–',
			map?.f1.toFixed(2) ?? '–',
			map?.iou.toFixed(2) ?? '–'
		])
	]);
};

interface Scored {
	kind: string;
	score: number | null;
	/** Null without a mask. */
	map: HeatmapAgreement | null;
}

/** Alpha of the heatmap from which a pixel counts as marked: a heat of about 0.6, the line of suspicion. */
const MARKED_FROM = 140;

/** The report of the whole analysis: signals that need the text's or the portrait's place have it. */
async function measure(
	vision: Vision,
	file: string,
	mask: string | null,
	folder: string
): Promise<Omit<Scored, 'kind'>> {
	const { score, heatmap } = (await documentOf(vision, file, 'id_front', folder)).tamper;
	if (mask === null || heatmap === null) return { score, map: null };
	const { image: truth } = await pictureOf(mask, folder);
	const { width, height } = heatmap;
	const raw = { width: truth.width, height: truth.height, channels: 3 as const };
	const white = await sharp(truth.data, { raw })
		.resize(width, height, { fit: 'fill' })
		.extractChannel(0)
		.raw()
		.toBuffer();
	const alpha = await sharp(heatmap.png).extractChannel(3).raw().toBuffer();
	const edited = Array.from(white, (value) => value > 127);
	return { score, map: heatmapAgreement(alpha, edited, MARKED_FROM) };
}

const AUTHENTIC = 'authentic';
const ALL = 'all';

function figuresFor(kind: string, scored: readonly Scored[]) {
	const chosen = scored.filter((one) => one.kind === AUTHENTIC || kind === ALL || one.kind === kind);
	const { mated, nonMated, auc, eer } = rocSummary(
		chosen.map(({ score }) => score),
		chosen.map((one) => one.kind !== AUTHENTIC)
	);
	const interval = bootstrapInterval(chosen, aucOf);
	const aucInterval = interval && { low: interval.low, high: interval.high };
	return {
		edited: mated,
		authentic: nonMated,
		auc,
		aucInterval,
		eer,
		map: meanMap(chosen.flatMap(({ map }) => map ?? []))
	};
}

const aucOf = (sample: readonly Scored[]): number | null =>
	rocSummary(
		sample.map(({ score }) => score),
		sample.map(({ kind }) => kind !== AUTHENTIC)
	).auc;

function meanMap(maps: readonly HeatmapAgreement[]): HeatmapAgreement | null {
	if (maps.length === 0) return null;
	const mean = (of: (map: HeatmapAgreement) => number): number =>
		maps.reduce((sum, map) => sum + of(map), 0) / maps.length;
	return { pixelAuc: mean(({ pixelAuc }) => pixelAuc ?? 0.5), f1: mean(({ f1 }) => f1), iou: mean(({ iou }) => iou) };
}
