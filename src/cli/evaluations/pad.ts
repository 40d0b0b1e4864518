import { z } from 'zod';
import { presentationSummary, type PresentationTrial } from '$lib/server/vision/evaluation';
import { attempt, faceOf, withVision } from '../engine';
import { round } from '../printer';
import { printSummary, readManifest, share, type Evaluation } from './evaluation';

/** `label`: `bona_fide`, or the species of the attack instrument. */
const Entry = z.object({ file: z.string(), label: z.string() });

/** Presentation attack detection, in the words of ISO/IEC 30107-3. */
export const evaluatePad: Evaluation = async (manifest, printer, { json }) => {
	const { folder, entries } = await readManifest(manifest, Entry);
	const trials: PresentationTrial[] = [];
	await withVision(async (vision) => {
		for (const { file, label } of entries) {
			const outcome = await attempt(async () => (await faceOf(vision, file, folder)).presentationAttack);
			const measured = outcome.ok ? outcome.value : null;
			trials.push({ label, outcome: measured?.outcome ?? null });
			const score = measured === null ? null : round(measured.score);
			const error = outcome.ok ? {} : { error: { code: outcome.code } };
			if (json) printer.json({ file, ms: outcome.ms, label, score, outcome: measured?.outcome ?? null, ...error });
		}
	});
	const summary = presentationSummary(trials);
	const rates = (name: string, per: typeof summary.apcer) =>
		Object.entries(per).map(([label, { errors, trials: n }]) => [`${name} ${label}`, share(errors, n)]);
	const worst = summary.worstSpecies === null ? undefined : summary.apcer[summary.worstSpecies];
	printSummary(printer, json, summary, [
		...rates('APCER', summary.apcer),
		['worst APCER', worst ? `${summary.worstSpecies}: ${share(worst.errors, worst.trials)}` : 'none'],
		['BPCER', share(summary.bpcer.errors, summary.bpcer.trials)],
		...rates('undecided', summary.undecided),
		...rates('no face', summary.nonResponse)
	]);
};
