/**
 * A zone as a walk: places in the order in which check digits sum them up, what each may hold at which cost, and where a
 * letter leads. Both the likeliest text (decodeZone) and the probability of each letter (posteriors) come from it. Pure.
 */
import { FILLER, FILLER_INDEX, letterIndex, letterValue } from './alphabet';
import { checkWeight } from './checkDigit';
import { elementsOf, FREE_STATE_COST, FREE_STATE_LETTERS, type Choice, type Element } from './grammar';
import type { CheckLayout, MrzLayout } from './layout';

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
export const STATES = NAME_STATES * 100 * 2;
/** Letters after trailing fillers, or a second `<<`: some issuers print both. */
const NAME_AFTER_FILLERS = 5;

export interface Move {
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

/** One element of the walk, and the letters that may stand there. */
export interface WalkStep {
	element: Element;
	moves: Move[];
	/** The first place of a field of names. */
	entering: boolean;
}

/** `logs[line][place]` are log probabilities of the printed letters (see printedLogs). */
export function walkOf(layout: MrzLayout, logs: readonly (readonly Float64Array[])[]): WalkStep[] {
	let nameField = -1;
	return inCheckOrder(layout).map((element) => {
		const field = element.names === null ? -1 : fieldStart(layout, element);
		const entering = field >= 0 && field !== nameField;
		nameField = field;
		return { element, moves: movesOf(layout, element, logs), entering };
	});
}

/** TD2's long number goes on behind the dates: what one digit checks must follow each other, since one sum is kept. */
function inCheckOrder(layout: MrzLayout): Element[] {
	const elements = elementsOf(layout);
	const number = layout.checks.find(({ name }) => name === 'documentNumber');
	const [first, rest] = number?.over ?? [];
	if (!number || !first || !rest || rest.line !== 1) return elements;
	const isRest = ({ line, start }: Element) => line === rest.line && start >= rest.start && start <= number.digit.index;
	const after = elements.findIndex(({ line, start }) => line === first.line && start >= first.end);
	return [
		...elements.slice(0, after),
		...elements.filter(isRest),
		...elements.slice(after).filter((each) => !isRest(each))
	];
}

const fieldStart = (layout: MrzLayout, element: Element): number =>
	layout.fields.findIndex(
		({ line, start, end }) => line === element.line && element.start >= start && element.start < end
	);

/** Where the last call of `advance` led: one object for all, since it is called some hundred thousand times a zone. */
export const reached = { state: 0 };

/** Sets `reached` and gives the cost of the step in nats. */
export function advance(state: number, move: Move, { element: { names }, entering }: WalkStep): number {
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
		const before = entering ? -1 : name;
		cost += nameCost(before, move.filler, names);
		name = nextName(before, move.filler);
	}
	reached.state = breaks + 2 * own + 20 * composite + 200 * name;
	return cost;
}

function nextName(name: number, filler: boolean): number {
	if (name === -1) return filler ? SEPARATOR : LETTER;
	if (!filler) return name === TRAILING || name === SEPARATOR || name >= SECOND_LETTER ? SECOND_LETTER : LETTER;
	if (name === LETTER) return ONE_FILLER;
	if (name === ONE_FILLER) return SEPARATOR;
	return name === SECOND_LETTER ? SECOND_FILLER : TRAILING;
}

/** A name that begins with a filler, or goes on after two in a row where only one may part it. */
function nameCost(name: number, filler: boolean, names: 'names' | 'name'): number {
	if (name === -1) return filler ? NAME_AFTER_FILLERS : 0;
	if (filler) return 0;
	return name === TRAILING || (name === SEPARATOR && names === 'name') ? NAME_AFTER_FILLERS : 0;
}

function movesOf(layout: MrzLayout, element: Element, logs: readonly (readonly Float64Array[])[]): Move[] {
	const choices = element.length === 3 ? withFreeState(element, logs) : element.choices;
	const terms = Array.from({ length: element.length }, (_, i) => termsAt(layout, element.line, element.start + i));
	const moves = choices.map(({ text, cost }) => {
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
	const best = moves.reduce((most, { score }) => Math.max(most, score), -Infinity);
	return moves.filter(({ score }) => score > best - HOPELESS);
}

/** Nats behind the best letter of a place from which neither grammar nor digits can bring one back: they cost less. */
const HOPELESS = 11;

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
