import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { drawBill } from '$lib/server/vision/testing';
import { phoneLike } from '$lib/server/vision/testing/phoneLike';
import { share } from '../figures/cells';
import { isSameValue } from '../figures/values';
import { AddressAnswer } from '../run/answers';
import { NO_DATA, spread, type Bench } from '../run/bench';
import { readSet } from '../run/dataFolder';
import type { Table } from '../run/results';

/** The names that transcriptions give the fields. */
const FIELDS = {
	issuer: 'issuer',
	fullName: 'name',
	address: 'address',
	documentDate: 'date',
	accountNumber: 'account'
} as const;
type Field = keyof typeof FIELDS;
const FIELD_NAMES = Object.keys(FIELDS).filter((name): name is Field => name in FIELDS);

const Entry = z.looseObject({ file: z.string() });

/** Bills and statements: who wrote them to whom, where and when. */
export async function benchAddress(bench: Bench): Promise<Table[]> {
	const set = await readSet(bench, 'poa', Entry, spread);
	const rows: string[][] = [];
	if (set !== null) rows.push(await rowOf(bench, 'given', givenPages(set.folder, set.entries)));
	for (const kind of ['picture', 'phone-like', 'text PDF'] as const)
		rows.push(await rowOf(bench, `drawn, ${kind}`, drawnPages(bench, kind)));
	return [
		{
			title: 'Proof of address',
			notes: [
				...(set === null ? [NO_DATA] : []),
				'Exact: the same letters and digits; case, accents and punctuation do not count. Only what is printed is asked for.'
			],
			columns: ['pages', 'all fields', ...FIELD_NAMES],
			rows
		}
	];
}

type Pages = AsyncIterable<{ name: string; bytes: Uint8Array; truth: Partial<Record<string, string>> }>;

async function* givenPages(folder: string, entries: readonly z.infer<typeof Entry>[]): Pages {
	for (const entry of entries) {
		const truth: Partial<Record<Field, string>> = {};
		for (const name of FIELD_NAMES) {
			const value = entry[FIELDS[name]];
			if (typeof value === 'string' && value !== '') truth[name] = value;
		}
		yield { name: entry.file, bytes: await readFile(resolve(folder, entry.file)), truth };
	}
}

async function* drawnPages({ sample, drawn }: Bench, kind: 'picture' | 'phone-like' | 'text PDF'): Pages {
	const count = Math.min(sample ?? 40, drawn);
	for (let index = 0; index < count; index++) {
		const seed = 7_000_000 + index;
		const isBill = index % 2 === 0;
		const defects = kind === 'phone-like' ? phoneLike(seed) : {};
		const bill = await drawBill({ seed, kind: isBill ? 'utility_bill' : 'bank_statement', pixelsPerMm: 8, defects });
		yield { name: `drawn ${index}`, bytes: kind === 'text PDF' ? bill.textPdf : bill.jpeg, truth: bill.truth.fields };
	}
}

async function rowOf(bench: Bench, label: string, pages: Pages): Promise<string[]> {
	const engine = bench.child('engine');
	const counts = new Map(FIELD_NAMES.map((name) => [name, { wanted: 0, exact: 0 }]));
	for await (const { name: file, bytes, truth } of pages) {
		const answer = await engine.ask('address', { bytes }, AddressAnswer);
		const fields = answer.ok ? answer.value.fields : [];
		for (const [name, count] of counts) {
			const wanted = truth[name];
			if (wanted === undefined) continue;
			count.wanted++;
			const read = fields.find((field) => field.name === name)?.value;
			if (read !== undefined && isSameValue(read, wanted)) count.exact++;
			else bench.say(`${file}: ${name}`);
		}
	}
	const all = [...counts.values()];
	const sum = (of: 'wanted' | 'exact') => all.reduce((total, count) => total + count[of], 0);
	return [label, share(sum('exact'), sum('wanted')), ...all.map(({ exact, wanted }) => share(exact, wanted))];
}
