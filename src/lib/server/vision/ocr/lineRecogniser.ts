import type { RgbImage } from '../types';
import type { ModelRunner } from './modelRunner';
import { batchesOf, greedyText, LINE_HEIGHT, recogniseBatch, type LineLattice } from './recogniseLines';

export interface RecognisedLine {
	text: string;
	/** Mean probability of the letters, 0…1. */
	score: number;
	/** Kept of lines so long that they may belong to a machine-readable zone. */
	lattice: LineLattice | null;
}

/** A line that is cut out when its turn to be read comes. */
export interface PendingLine {
	readonly width: number;
	picture(): RgbImage;
}

/** Reads pictures of lines, LINE_HEIGHT high; one answer each, in the order given. */
export type RecogniseLines = (lines: readonly RgbImage[]) => Promise<RecognisedLine[]>;

/** The same of lines of which some are not yet cut out. */
export type RecognisePending = (lines: readonly (RgbImage | PendingLine)[]) => Promise<RecognisedLine[]>;

/** Reads a batch of lines in one run of the model. */
export type RecogniseBatch = (lines: readonly RgbImage[]) => Promise<RecognisedLine[]>;

/**
 * @param readers whoever can read a batch; the batches are shared out among them, each taking the next when it is done.
 */
export function lineRecogniser(readers: readonly RecogniseBatch[]): RecognisePending {
	return async (lines) => {
		const waiting = batchesOf(lines);
		const results: RecognisedLine[] = new Array<RecognisedLine>(lines.length);
		const work = async (read: RecogniseBatch) => {
			for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
				const pictures = batch.flatMap((index) => pictureOf(lines[index]) ?? []);
				const answers = await read(pictures);
				for (const [i, index] of batch.entries()) results[index] = answers[i] ?? { text: '', score: 0, lattice: null };
			}
		};
		await Promise.all(readers.map(work));
		return results;
	};
}

const pictureOf = (line: RgbImage | PendingLine | undefined): RgbImage | undefined =>
	line && 'picture' in line ? line.picture() : line;

/**
 * Reads on this thread.
 * @param charset of parseCharset
 * @param columns the classes that lattices tell of
 */
export function batchReader(
	models: ModelRunner,
	charset: readonly string[],
	columns: readonly number[]
): RecogniseBatch {
	return async (lines) => {
		const outputs = await recogniseBatch(models, lines, columns);
		return outputs.map((output, i) => ({
			...greedyText(output, charset),
			lattice: isLong(lines[i]) ? output.lattice : null
		}));
	};
}

/** A zone's line is 15 letter heights long and more, an ordinary one rarely. */
const isLong = (line: RgbImage | undefined) => line !== undefined && line.width > 12 * LINE_HEIGHT;
