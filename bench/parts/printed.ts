import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isExact } from '$lib/server/vision/evaluation';
import { phoneLike } from '$lib/server/vision/testing/phoneLike';
import { drawPrintedDocument } from '../drawn';
import { share } from '../figures/cells';
import { DocumentAnswer } from '../run/answers';
import { NO_DATA, spread, type Bench } from '../run/bench';
import { readSet } from '../run/dataFolder';
import type { Table } from '../run/results';

/** What is read of the printed zone; the names that transcriptions give the fields where they have their own. */
const FIELDS = {
	primaryIdentifier: 'last',
	secondaryIdentifier: 'first',
	documentNumber: 'number',
	dateOfBirth: 'dob',
	dateOfExpiry: 'expiry',
	dateOfIssue: 'issue',
	sex: 'sex',
	nationality: 'nationality',
	placeOfBirth: 'placeOfBirth',
	authority: 'authority',
	address: 'address'
} as const;
type Field = keyof typeof FIELDS;
const FIELD_NAMES = Object.keys(FIELDS).filter((name): name is Field => name in FIELDS);
/** The five that identify. */
const IDENTIFYING: ReadonlySet<Field> = new Set([
	'primaryIdentifier',
	'secondaryIdentifier',
	'documentNumber',
	'dateOfBirth',
	'dateOfExpiry'
]);

const Entry = z.looseObject({ file: z.string() });

/** Fields as the printed zone gives them: no help from the machine-readable zone counts. */
export async function benchPrinted(bench: Bench): Promise<Table[]> {
	const set = await readSet(bench, 'idcards', Entry, spread);
	const rows: string[][] = [];
	if (set !== null) rows.push(...(await rowsOf(bench, 'given cards', givenCards(set.folder, set.entries))));
	for (const phone of [false, true])
		rows.push(...(await rowsOf(bench, phone ? 'drawn, phone-like' : 'drawn, clean', drawnSides(bench, phone))));
	return [
		{
			title: 'Printed fields',
			notes: [
				...(set === null ? [NO_DATA] : []),
				'Source `viz` alone: what was read from the printed zone. Letters and digits count; case, accents and punctuation do not; O and 0, I and 1 of a',
				'number are one letter.',
				'Identifying: surname, given names, number, dates of birth and expiry.'
			],
			columns: ['pictures', 'identifying', 'all fields', ...FIELD_NAMES],
			rows
		}
	];
}

type Sides = AsyncIterable<{ name: string; bytes: Uint8Array; truth: Partial<Record<Field, string>> }>;

async function* givenCards(folder: string, entries: readonly z.infer<typeof Entry>[]): Sides {
	for (const entry of entries) {
		const truth: Partial<Record<Field, string>> = {};
		for (const name of FIELD_NAMES) {
			const value = entry[name] ?? entry[FIELDS[name]];
			if (typeof value === 'string' && value !== '') truth[name] = value;
		}
		yield { name: entry.file, bytes: await readFile(resolve(folder, entry.file)), truth };
	}
}

async function* drawnSides({ sample, drawn }: Bench, phone: boolean): Sides {
	const count = Math.min(sample ?? 200, drawn);
	for (let index = 0; index < count; index++) {
		const { jpeg, truth } = await drawPrintedDocument(index, phone ? phoneLike(index) : {});
		yield { name: `drawn ${index}`, bytes: jpeg, truth: truth.fields };
	}
}

async function rowsOf(bench: Bench, label: string, sides: Sides): Promise<string[][]> {
	const engine = bench.child('engine');
	const counts = new Map(FIELD_NAMES.map((name) => [name, { wanted: 0, exact: 0 }]));
	for await (const { name: file, bytes, truth } of sides) {
		const answer = await engine.ask('document', { bytes, slot: 'id_front' }, DocumentAnswer);
		const fields = answer.ok ? answer.value.fields.filter(({ source }) => source === 'viz') : [];
		for (const [name, count] of counts) {
			const wanted = truth[name];
			if (wanted === undefined) continue;
			count.wanted++;
			const read = fields.find((field) => field.name === name)?.value;
			if (read !== undefined && isExact(name, read, wanted)) count.exact++;
			else bench.say(`${file}: ${name}`);
		}
	}
	const all = [...counts.values()];
	const five = [...counts].flatMap(([name, count]) => (IDENTIFYING.has(name) ? count : []));
	const shareOf = (some: readonly { wanted: number; exact: number }[]) =>
		share(
			some.reduce((sum, { exact }) => sum + exact, 0),
			some.reduce((sum, { wanted }) => sum + wanted, 0)
		);
	return [[label, shareOf(five), shareOf(all), ...all.map((count) => shareOf([count]))]];
}
