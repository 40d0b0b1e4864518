/**
 * The values of a document are printed by one machine in one type: a value whose letters are of another height, weight,
 * blackness, colour or sharpness than those of its neighbours was perhaps written later. Pure.
 */
import type { Box, RgbImage } from '../types';
import { measureLetters, type LetterMeasures } from './measureLetters';
import { middleValue } from './middleValue';

export interface PrintedValue {
	box: Box;
	/** Names are often set larger or bolder than the rest: compared with, and not judged. */
	isName: boolean;
}

export interface OddValue {
	/** Of the value that differs most. */
	box: Box;
	/** How far it differs from the middle of its neighbours, in their own spread: the mean of its two oddest measures. */
	irregularity: number;
}

/** Null where there are too few values to compare. */
export function irregularPrint(image: RgbImage, values: readonly PrintedValue[]): OddValue | null {
	const measured = values.flatMap(({ box, isName }) => {
		const measures = measureLetters(image, box);
		return measures === null ? [] : [{ box, isName, measures }];
	});
	let oddest: OddValue | null = null;
	for (const { box, isName, measures } of measured) {
		if (isName) continue;
		const peers = measured.filter((other) => other.box !== box && isOfSize(other.measures, measures));
		if (peers.length < LEAST_PEERS) continue;
		const irregularity = differenceFrom(
			measures,
			peers.map((peer) => peer.measures)
		);
		if (irregularity > (oddest?.irregularity ?? 0)) oddest = { box, irregularity };
	}
	return oddest;
}

const LEAST_PEERS = 4;

/** A heading, or the small print of a label, is set in another size. */
const isOfSize = (a: LetterMeasures, b: LetterMeasures): boolean => Math.abs(Math.log(a.height / b.height)) < 0.3;

/** Least spread of each measure that is taken for one: below, pixels are counted, not print. */
const LEAST_SPREAD: LetterMeasures = { height: 0.8, stroke: 0.25, black: 6, sharpness: 0.03, red: 4, blue: 4 };

function differenceFrom(own: LetterMeasures, peers: readonly LetterMeasures[]): number {
	const differences = MEASURES.map((name) => {
		const values = peers.map((peer) => peer[name]);
		const centre = middleValue(values);
		const spread = Math.max(LEAST_SPREAD[name], 1.4826 * middleValue(values.map((value) => Math.abs(value - centre))));
		return Math.abs(own[name] - centre) / spread;
	});
	differences.sort((a, b) => b - a);
	return ((differences[0] ?? 0) + (differences[1] ?? 0)) / 2;
}

const MEASURES = ['height', 'stroke', 'black', 'sharpness', 'red', 'blue'] as const satisfies (keyof LetterMeasures)[];
