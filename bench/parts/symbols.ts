import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { expectedLicence, wrongElements, type ExpectedLicence } from '$lib/server/vision/evaluation';
import { drawSymbol } from '../drawn';
import { share, times } from '../figures/cells';
import { DocumentAnswer } from '../run/answers';
import { NO_DATA, spread, type Bench } from '../run/bench';
import { readSet } from '../run/dataFolder';
import type { Table } from '../run/results';

/** `expected` in the words of the parser that wrote it; only what is mandatory on every licence is compared. */
const Entry = z.object({ images: z.array(z.string()), expected: z.record(z.string(), z.string()) });

/** PDF417 symbols with AAMVA files: decoded, and every mandatory element as expected. */
export async function benchSymbols(bench: Bench): Promise<Table[]> {
	const set = await readSet(bench, 'pdf417', Entry, spread);
	const given = set && { title: 'given symbols', cases: set.entries.flatMap((entry) => casesOf(entry, set.folder)) };
	const drawn = { title: 'drawn licences', cases: drawnCases(bench) };
	const tables: Table[] = [];
	for (const { title, cases } of given ? [given, drawn] : [drawn])
		tables.push(await tableOf(bench, title, given ? [] : [NO_DATA], cases));
	return tables;
}

interface Case {
	name: string;
	kind: string;
	bytes: () => Promise<Uint8Array>;
	expected: ExpectedLicence;
}

const casesOf = ({ images, expected }: z.infer<typeof Entry>, folder: string): Case[] =>
	images.map((image) => ({
		name: image,
		kind: /photo/.test(image) ? 'photo-like' : 'clean',
		bytes: () => readFile(resolve(folder, image)),
		expected: expectedLicence(expected)
	}));

function drawnCases({ sample, drawn }: Bench): Case[] {
	const count = Math.min(sample ?? 100, drawn);
	return [false, true].flatMap((phone) =>
		Array.from({ length: count }, (_, index): Case => {
			// Drawn once, when its turn comes: the truth is filled in then.
			const expected: ExpectedLicence = {};
			const bytes = async () => {
				const { jpeg, truth } = await drawSymbol(index, phone);
				Object.assign(expected, expectedLicence(definedOf(truth.fields)));
				return jpeg;
			};
			return { name: `drawn ${index}`, kind: phone ? 'phone-like' : 'clean', bytes, expected };
		})
	);
}

const definedOf = (fields: Partial<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined));

async function tableOf(bench: Bench, title: string, notes: string[], cases: readonly Case[]): Promise<Table> {
	const engine = bench.child('engine');
	const perKind = new Map<string, { seen: number; decoded: number; right: number; ms: number[] }>();
	for (const { name, kind, bytes, expected } of cases) {
		const answer = await engine.ask('document', { bytes: await bytes(), slot: 'id_back' }, DocumentAnswer);
		const counts = perKind.get(kind) ?? { seen: 0, decoded: 0, right: 0, ms: [] };
		perKind.set(kind, counts);
		counts.seen++;
		if (!answer.ok) continue;
		counts.ms.push(answer.ms);
		if (answer.value.barcode?.elements) counts.decoded++;
		const wrong = wrongElements(
			{ fields: answer.value.fields, elements: answer.value.barcode?.elements ?? null },
			expected
		);
		if (wrong.length === 0) counts.right++;
		else bench.say(`${name}: ${wrong.join(', ')}`);
	}
	return {
		title: `AAMVA files in PDF417: ${title}`,
		notes: [
			...notes,
			'Right: names, number, dates, sex and the parts of the address all as expected; what is not in the truth is not compared.',
			'Times are of the whole analysis of the side.'
		],
		columns: ['pictures', 'decoded', 'every mandatory element right', 'p50 ms', 'p95 ms'],
		rows: [...perKind].map(([kind, { seen, decoded, right, ms }]) => [
			kind,
			share(decoded, seen),
			share(right, seen),
			...times(ms)
		])
	};
}
