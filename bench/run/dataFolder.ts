import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import type { Bench } from './bench';

/** A set of pictures with its truth, such as `mrz/manifest.jsonl`; null where the folder has none. Throws on a malformed line. */
export async function readSet<Schema extends z.ZodType>(
	{ data, sample }: Pick<Bench, 'data' | 'sample'>,
	name: string,
	schema: Schema,
	thin: <Item>(items: readonly Item[], most: number | null) => Item[]
): Promise<{ folder: string; entries: z.infer<Schema>[] } | null> {
	if (data === null) return null;
	const folder = resolve(data, name);
	const text = await readFile(join(folder, 'manifest.jsonl'), 'utf8').catch(() => null);
	if (text === null) return null;
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	const entries = lines.map((line, index) => {
		const parsed = schema.safeParse(JSON.parse(line));
		if (parsed.success) return parsed.data;
		throw new Error(`${name}/manifest.jsonl, line ${index + 1}: ${parsed.error.message}`);
	});
	return { folder, entries: thin(entries, sample) };
}

export interface PairList {
	/** `lfw` of `pairs_lfw.tsv`. */
	name: string;
	pairs: { a: string; b: string; mated: boolean }[];
}

/** Every `faces/*.tsv` of `a⇥b⇥0|1`, paths from `faces/`. */
export async function readPairLists({
	data
}: Pick<Bench, 'data'>): Promise<{ folder: string; lists: PairList[] } | null> {
	if (data === null) return null;
	const folder = resolve(data, 'faces');
	const files = (await readdir(folder).catch((): string[] => [])).filter((file) => file.endsWith('.tsv')).sort();
	if (files.length === 0) return null;
	const lists = await Promise.all(
		files.map(async (file) => {
			const text = await readFile(join(folder, file), 'utf8');
			return {
				name: file
					.replace(/^pairs_/, '')
					.replace(/\.tsv$/, '')
					.replaceAll('_', ' '),
				pairs: parsePairs(text)
			};
		})
	);
	return { folder, lists };
}

/** Throws on a line that is not `a⇥b⇥0|1`. */
export function parsePairs(text: string): PairList['pairs'] {
	const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
	return lines.map((line, index) => {
		const [a, b, label] = line.split('\t');
		if (!a || !b || (label !== '0' && label !== '1')) throw new Error(`Line ${index + 1} of the pairs is not a⇥b⇥0|1`);
		return { a, b, mated: label === '1' };
	});
}
