import type { Child } from './child';
import type { Table } from './results';

export const CHILDREN = ['engine', 'gutenye', 'tesseract', 'faceApi'] as const;
export type ChildName = (typeof CHILDREN)[number];

/** What every part is given. */
export interface Bench {
	/** Folder of given pictures with sub-folders and manifests; null: the drawn sets alone. */
	data: string | null;
	/** Drawn documents of each kind of picture. */
	drawn: number;
	/** At most this many pictures (or pairs) of each set, evenly taken; null: all. */
	sample: number | null;
	/** Turns a picture in which ours and the peers alternate. */
	rounds: number;
	/** The child of that name, started on first use and closed when the part ends. */
	child(name: ChildName): Child;
	/** Engines that keep to one thread each, one a core: for accuracy alone, where time is not taken. */
	crew(): Child[];
	/** To the person at the screen; results go nowhere else but the tables. */
	say(line: string): void;
}

export type Part = (bench: Bench) => Promise<Table[]>;

/** At most `most` of the items, evenly spread over them. */
export function spread<Item>(items: readonly Item[], most: number | null): Item[] {
	if (most === null || items.length <= most) return [...items];
	return items.filter(
		(_, index) => Math.floor((index * most) / items.length) !== Math.floor(((index - 1) * most) / items.length)
	);
}

/** Why a table of drawn pictures alone stands where given pictures would. */
export const NO_DATA = 'No folder of given pictures in this run: the drawn sets alone.';
