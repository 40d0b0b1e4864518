export { detectText } from './detectText';
export {
	cropLine,
	lineReader,
	mirrorQuad,
	readText,
	toTextLine,
	turnQuad,
	upright,
	type LineReading,
	type RawLine,
	type TextReader,
	type TextReading
} from './readText';
export type { QuarterTurn } from './lineOrientation';
export type { ModelRunner } from './modelRunner';
export {
	batchReader,
	lineRecogniser,
	type RecogniseBatch,
	type RecognisedLine,
	type RecogniseLines,
	type RecognisePending
} from './lineRecogniser';
export { LINE_HEIGHT, parseCharset, STEP_WIDTH, type LineLattice } from './recogniseLines';
export type { Quad } from './textBoxes';
export { distance, warpQuad } from './warpQuad';
