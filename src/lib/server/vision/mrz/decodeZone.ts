/**
 * The most probable text of a zone under a layout: exact dynamic programming over letters, name structure and check
 * digits at once. A document whose digits do not fit is read as printed: breaking a check digit has a price, and letters
 * that the picture does not show cost more than that. Pure.
 */
import { ALPHABET_SIZE, FILLER, FILLER_INDEX, letterIndex, letterValue } from './alphabet';
import { checkDigit, checkWeight } from './checkDigit';
import { elementsOf, FREE_STATE_COST, FREE_STATE_LETTERS, type Choice, type Element } from './grammar';
import type { CheckLayout, MrzLayout } from './layout';

export interface DecodedZone {
	lines: string[];
	/** Log probability of the text given the picture, costs of odd grammar and broken digits included. */
	logScore: number;
	/** Probability of each letter among all that the grammar lets stand at its place, one row a line. */
	scores: number[][];
}

/** Nats for the first broken check digit, and for each one that is broken as its consequence. */
const FIRST_BREAK = 4.2;
const FURTHER_BREAK = 0.7;

/** Name automaton: what stood before. */
const LETTER = 0;
const ONE_FILLER = 1;
const SEPARATOR = 2;
const SECOND_LETTER = 3;
const SECOND_FILLER = 4;
const TRAILING = 5;
const NAME_STATES = 6;
const STATES = NAME_STATES * 100 * 2;
/** Letters after trailing fillers, or a second `<<`: some issuers print both. */
const NAME_AFTER_FILLERS = 5;

interface Move {
	text: string;
	score: number;
	/** What it adds to the field's and the composite's sum, modulo 10. */
	own: number;
	composite: number;
	/** Value where the place is a check digit, and which; else −1. */
	digit: number;
	closes: 'own' | 'composite' | null;
	filler: boolean;
}

/** `logs[line][place]` are log probabilities of the printed letters (see printedLogs). */
export function decodeZone(layout: MrzLayout, logs: readonly (readonly Float64Array[])[]): DecodedZone | null {
	const elements = elementsOf(layout);
	let scores = new Float64Array(STATES).fill(-Infinity);
	scores[0] = 0;
	const moves: Move[][] = [];
	const parents: Int32Array[] = [];
	const chosen: Int16Array[] = [];
	let nameField = -1;
	for (const element of elements) {
		const options = movesOf(layout, element, logs);
		const inName = element.names !== null;
		const fieldKey = inName ? fieldStart(layout, element) : -1;
		const entering = inName && fieldKey !== nameField;
		nameField = fieldKey;
		const next = new Float64Array(STATES).fill(-Infinity);
		const parent = new Int32Array(STATES).fill(-1);
		const choice = new Int16Array(STATES).fill(-1);
		for (let state = 0; state < STATES; state++) {
			const score = scores[state] ?? -Infinity;
			if (score === -Infinity) continue;
			for (let i = 0; i < options.length; i++) {
				const move = options[i];
				if (!move) continue;
				const step = advance(state, move, element.names, entering);
				const total = score + move.score - step.cost;
				if (total > (next[step.state] ?? -Infinity)) {
					next[step.state] = total;
					parent[step.state] = state;
					choice[step.state] = i;
				}
			}
		}
		scores = next;
		moves.push(options);
		parents.push(parent);
		chosen.push(choice);
	}
	return trace(layout, elements, logs, moves, parents, chosen, scores);
}

const fieldStart = (layout: MrzLayout, element: Element): number =>
	layout.fields.findIndex(
		({ line, start, end }) => line === element.line && element.start >= start && element.start < end
	);

function advance(
	state: number,
	move: Move,
	names: Element['names'],
	entering: boolean
): { state: number; cost: number } {
	const broken = state % 2;
	let own = Math.floor(state / 2) % 10;
	let composite = Math.floor(state / 20) % 10;
	let name = Math.floor(state / 200);
	let cost = 0;
	let breaks = broken;
	if (move.closes) {
		const expected = move.closes === 'own' ? own : composite;
		if (move.digit !== expected) {
			cost += broken ? FURTHER_BREAK : FIRST_BREAK;
			breaks = 1;
		}
		if (move.closes === 'own') own = 0;
	}
	own = (own + move.own) % 10;
	composite = (composite + move.composite) % 10;
	if (names === null) name = 0;
	else {
		const after = nextName(entering ? -1 : name, move.filler, names);
		name = after.name;
		cost += after.cost;
	}
	return { state: breaks + 2 * own + 20 * composite + 200 * name, cost };
}

function nextName(name: number, filler: boolean, names: 'names' | 'name'): { name: number; cost: number } {
	if (name === -1) return filler ? { name: SEPARATOR, cost: NAME_AFTER_FILLERS } : { name: LETTER, cost: 0 };
	if (!filler) {
		if (name === TRAILING) return { name: SECOND_LETTER, cost: NAME_AFTER_FILLERS };
		if (name === SEPARATOR) return { name: SECOND_LETTER, cost: names === 'name' ? NAME_AFTER_FILLERS : 0 };
		return { name: name >= SECOND_LETTER ? SECOND_LETTER : LETTER, cost: 0 };
	}
	if (name === LETTER) return { name: ONE_FILLER, cost: 0 };
	if (name === ONE_FILLER) return { name: SEPARATOR, cost: 0 };
	if (name === SECOND_LETTER) return { name: SECOND_FILLER, cost: 0 };
	return { name: TRAILING, cost: 0 };
}

function movesOf(layout: MrzLayout, element: Element, logs: readonly (readonly Float64Array[])[]): Move[] {
	const choices = element.length === 3 ? withFreeState(element, logs) : element.choices;
	const terms = Array.from({ length: element.length }, (_, i) => termsAt(layout, element.line, element.start + i));
	return choices.map(({ text, cost }) => {
		const move: Move = { text, score: -cost, own: 0, composite: 0, digit: -1, closes: null, filler: text === FILLER };
		for (let i = 0; i < text.length; i++) {
			const letter = letterIndex(text.charAt(i));
			const term = terms[i];
			move.score += logs[element.line]?.[element.start + i]?.[letter] ?? -20;
			if (!term) continue;
			move.own += letterValue(letter) * term.own;
			move.composite += letterValue(letter) * term.composite;
			if (term.closes) {
				move.closes = term.closes;
				move.digit = letterValue(letter);
			}
		}
		move.own %= 10;
		move.composite %= 10;
		return move;
	});
}

interface Terms {
	own: number;
	composite: number;
	closes: 'own' | 'composite' | null;
}

/** Weights with which a place enters its field's check digit and the composite, and what it closes. */
function termsAt(layout: MrzLayout, line: number, index: number): Terms {
	const terms: Terms = { own: 0, composite: 0, closes: null };
	for (const check of layout.checks) {
		const isComposite = check.name === 'composite';
		if (check.digit.line === line && check.digit.index === index) terms.closes = isComposite ? 'composite' : 'own';
		const order = placeIn(check, line, index);
		if (order < 0) continue;
		if (isComposite) terms.composite = checkWeight(order);
		else terms.own = checkWeight(order);
	}
	return terms;
}

function placeIn(check: CheckLayout, line: number, index: number): number {
	let before = 0;
	for (const part of check.over) {
		if (part.line === line && index >= part.start && index < part.end) return before + index - part.start;
		before += part.end - part.start;
	}
	return -1;
}

/** The listed states, and the three letters that the picture shows best whether listed or not. */
function withFreeState(element: Element, logs: readonly (readonly Float64Array[])[]): readonly Choice[] {
	let text = '';
	for (let i = 0; i < 3; i++) {
		const row = logs[element.line]?.[element.start + i];
		let best = FILLER_INDEX;
		for (const { text: letter } of FREE_STATE_LETTERS) {
			const index = letterIndex(letter);
			if ((row?.[index] ?? -Infinity) > (row?.[best] ?? -Infinity)) best = index;
		}
		text += best === FILLER_INDEX ? FILLER : String.fromCharCode(55 + best);
	}
	if (text.startsWith(FILLER) || element.choices.some((choice) => choice.text === text)) return element.choices;
	return [...element.choices, { text, cost: FREE_STATE_COST }];
}

function trace(
	layout: MrzLayout,
	elements: readonly Element[],
	logs: readonly (readonly Float64Array[])[],
	moves: readonly Move[][],
	parents: readonly Int32Array[],
	chosen: readonly Int16Array[],
	scores: Float64Array
): DecodedZone | null {
	let state = -1;
	for (let s = 0; s < STATES; s++) if ((scores[s] ?? -Infinity) > (scores[state] ?? -Infinity)) state = s;
	if (state < 0) return null;
	const logScore = scores[state] ?? -Infinity;
	const lines = Array.from({ length: layout.lineCount }, () => '');
	for (let i = elements.length - 1; i >= 0; i--) {
		const element = elements[i];
		const move = moves[i]?.[chosen[i]?.[state] ?? -1];
		if (!element || !move) return null;
		lines[element.line] = move.text + (lines[element.line] ?? '');
		state = parents[i]?.[state] ?? -1;
	}
	return { lines, logScore, scores: scoresOf(layout, elements, lines, logs) };
}

/**
 * Where a check digit over a place holds, only letters of the same value modulo 10 compete: any other would break it.
 */
function scoresOf(
	layout: MrzLayout,
	elements: readonly Element[],
	lines: readonly string[],
	logs: readonly (readonly Float64Array[])[]
): number[][] {
	const scores = lines.map((line) => Array.from(line, () => 0));
	const holding = layout.checks.filter((check) => holds(check, lines));
	for (const { line, start, length, choices } of elements) {
		for (let i = 0; i < length; i++) {
			const place = start + i;
			const printed = letterIndex((lines[line] ?? '').charAt(place));
			const guarded = holding.some((check) => placeIn(check, line, place) >= 0);
			const allowed = new Set(choices.map(({ text }) => letterIndex(text.charAt(i))).concat(printed));
			let sum = 0;
			for (const letter of allowed) {
				if (guarded && letterValue(letter) % 10 !== letterValue(printed) % 10) continue;
				sum += Math.exp(logs[line]?.[place]?.[letter] ?? -20);
			}
			const row = scores[line];
			if (row) row[place] = Math.exp(logs[line]?.[place]?.[printed] ?? -20) / sum;
		}
	}
	return scores;
}

function holds(check: CheckLayout, lines: readonly string[]): boolean {
	const text = check.over.map(({ line, start, end }) => (lines[line] ?? '').slice(start, end)).join('');
	return String(checkDigit(text)) === (lines[check.digit.line] ?? '').charAt(check.digit.index);
}

/** Places × letters, cut into one row a place. */
export function rowsOf(marginals: Float32Array): Float32Array[] {
	return Array.from({ length: marginals.length / ALPHABET_SIZE }, (_, k) =>
		marginals.subarray(k * ALPHABET_SIZE, (k + 1) * ALPHABET_SIZE)
	);
}
