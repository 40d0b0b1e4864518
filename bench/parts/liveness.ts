import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { presentationSummary, type ErrorRate, type PresentationTrial } from '$lib/server/vision/evaluation';
import { drawSelfie, PORTRAIT_IDS } from '$lib/server/vision/testing';
import { share } from '../figures/cells';
import { FaceAnswer } from '../run/answers';
import { NO_DATA, spread, type Bench } from '../run/bench';
import { readSet } from '../run/dataFolder';
import type { Table } from '../run/results';

const Entry = z.object({ file: z.string(), label: z.string() });

/** Presentation attack detection in the words of ISO/IEC 30107-3: APCER per species, BPCER, non-responses apart. */
export async function benchLiveness(bench: Bench): Promise<Table[]> {
	const set = await readSet(bench, 'liveness', Entry, spread);
	const drawn = tableOf('drawn selfies', set ? [] : [NO_DATA], await trialsOf(bench, drawPresentations(bench)));
	if (set === null) return [drawn];
	async function* given() {
		for (const { file, label } of set?.entries ?? [])
			yield { label, bytes: await readFile(resolve(set?.folder ?? '', file)) };
	}
	return [tableOf('given pictures', [], await trialsOf(bench, given())), drawn];
}

type Presentations = AsyncIterable<{ label: string; bytes: Uint8Array }>;

async function* drawPresentations({ sample, drawn }: Bench): Presentations {
	const count = Math.min(sample ?? 60, drawn);
	for (let index = 0; index < count; index++) {
		const portrait = PORTRAIT_IDS[index % PORTRAIT_IDS.length];
		const options = { seed: 900 + index, ...(portrait && { portrait }) };
		yield { label: 'bona_fide', bytes: (await drawSelfie(options)).jpeg };
		yield { label: 'print', bytes: (await drawSelfie({ ...options, defects: { print: 0.7 } })).jpeg };
		yield { label: 'replay', bytes: (await drawSelfie({ ...options, defects: { screenRecapture: 0.7 } })).jpeg };
	}
}

async function trialsOf(bench: Bench, presentations: Presentations): Promise<PresentationTrial[]> {
	const engine = bench.child('engine');
	const trials: PresentationTrial[] = [];
	for await (const { label, bytes } of presentations) {
		const answer = await engine.ask('face', { bytes }, FaceAnswer);
		trials.push({ label, outcome: answer.ok ? answer.value.outcome : null });
	}
	return trials;
}

function tableOf(title: string, notes: string[], trials: readonly PresentationTrial[]): Table {
	const { apcer, bpcer, undecided, nonResponse } = presentationSummary(trials);
	const cell = (rate: ErrorRate | undefined) => (rate === undefined ? '–' : share(rate.errors, rate.trials));
	return {
		title: `Presentation attacks: ${title}`,
		notes: [
			...notes,
			'APCER: attacks taken for bona fide, per species; BPCER: bona fide presentations called attacks. What is left undecided goes to a',
			'person. The drawn attacks are filters over drawn selfies: they show that the cues work, not how real instruments fare.'
		],
		columns: ['presentations', 'APCER or BPCER', 'undecided', 'no face or no verdict'],
		rows: [...Object.keys(apcer), 'bona_fide'].map((label) => [
			label,
			label === 'bona_fide' ? `BPCER ${cell(bpcer)}` : `APCER ${cell(apcer[label])}`,
			cell(undecided[label]),
			cell(nonResponse[label])
		])
	};
}
