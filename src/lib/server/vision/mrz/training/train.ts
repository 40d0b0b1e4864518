/**
 * Draws, trains and writes ../letterWeights.ts: `node scripts/train-zone-letters.mjs`. The shipped net saw 70 sets of 170 rows (560,000
 * cells) drawn from seeds 10 to 79, and was held against 150 rows of seed 99 it never saw, four faces mixed: 94.6 % of single
 * letters without any grammar, half of the misses O for 0.
 */
import { writeFile } from 'node:fs/promises';
import { CELL_AREA } from '../letterCell';
import { NET_CLASSES, netState, NO_LETTER, runNet, type NetWeights } from '../letterNet';
import { packWeights } from '../packWeights';
import { drawSamples } from './drawSamples';
import { freshNet, trainer, type Samples } from './trainNet';

const ROWS = 170;
const EPOCHS = 70;
const FIRST_SEED = 10;
const HELD_SEED = 99;

/** @param file where the weights are written; about a quarter of an hour on one core. */
export async function trainLetterNet(file: string, log: (line: string) => void): Promise<void> {
	const held = await drawSamples(HELD_SEED, 150);
	const net = freshNet(1);
	const training = trainer(net, 2);
	for (let epoch = 0; epoch < EPOCHS; epoch++) {
		const samples = await drawSamples(FIRST_SEED + epoch, ROWS);
		const loss = training.epoch(samples, (progress) => learningRate(epoch + progress));
		log(`epoch ${epoch} loss ${loss.toFixed(4)} held apart ${(100 * shareRight(net, held)).toFixed(2)} %`);
	}
	const head = '/** The net of letterNet.ts as training/train.ts writes it (see packWeights). Not to be edited. */';
	await writeFile(file, `${head}\nexport const LETTER_WEIGHTS =\n\t'${packWeights(net)}';\n`);
}

/** Rises within a twentieth of an epoch and falls as a cosine (Loshchilov and Hutter 2017). */
function learningRate(epochs: number): number {
	return 0.0025 * Math.min(1, epochs * 20) * (0.5 + 0.5 * Math.cos((Math.PI * epochs) / EPOCHS)) + 2e-5;
}

function shareRight(net: NetWeights, { cells, labels }: Samples): number {
	const state = netState();
	let right = 0;
	let letters = 0;
	labels.forEach((label, i) => {
		if (label === NO_LETTER) return;
		runNet(net, cells, i * CELL_AREA, state);
		let best = 0;
		for (let c = 1; c < NET_CLASSES; c++) if ((state.output[c] ?? 0) > (state.output[best] ?? 0)) best = c;
		letters++;
		if (best === label) right++;
	});
	return right / letters;
}
