import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { spread } from './bench';
import { parsePairs, readPairLists, readSet } from './dataFolder';

const Entry = z.object({ file: z.string() });

it('has no sets without a folder, and none where the folder lacks the manifest', async () => {
	expect(await readSet({ data: null, sample: null }, 'mrz', Entry, spread)).toBeNull();
	expect(await readSet({ data: tmpdir(), sample: null }, 'no-such-set', Entry, spread)).toBeNull();
	expect(await readPairLists({ data: null })).toBeNull();
});

it('reads manifests and pair lists, and thins them evenly', async () => {
	const data = await mkdtemp(join(tmpdir(), 'idb-bench-'));
	try {
		await mkdir(join(data, 'mrz'));
		await mkdir(join(data, 'faces'));
		const lines = Array.from({ length: 10 }, (_, index) => JSON.stringify({ file: String(index) }));
		await writeFile(join(data, 'mrz', 'manifest.jsonl'), `${lines.join('\n')}\n`);
		await writeFile(join(data, 'faces', 'pairs_two_kinds.tsv'), 'a.jpg\tb.jpg\t1\na.jpg\tc.jpg\t0\n');
		const set = await readSet({ data, sample: 5 }, 'mrz', Entry, spread);
		expect(set?.entries.map(({ file }) => file)).toEqual(['0', '2', '4', '6', '8']);
		const pairs = await readPairLists({ data });
		expect(pairs?.lists).toEqual([{ name: 'two kinds', pairs: parsePairs('a.jpg\tb.jpg\t1\na.jpg\tc.jpg\t0') }]);
	} finally {
		await rm(data, { recursive: true });
	}
});

it('refuses a malformed pair instead of counting it wrong', () => {
	expect(() => parsePairs('a.jpg\tb.jpg\tyes')).toThrow('Line 1');
});

it('spreads a sample over all of a list', () => {
	expect(spread([1, 2, 3], null)).toEqual([1, 2, 3]);
	expect(spread([1, 2, 3], 5)).toEqual([1, 2, 3]);
	expect(spread([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 6]);
	expect(
		spread(
			Array.from({ length: 100 }, (_, index) => index),
			20
		)
	).toHaveLength(20);
});
