import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keepResult, readResults, resultsPage, type PartResult } from './results';

const result = (part: string, commit: string): PartResult => ({
	part,
	commit,
	changed: false,
	day: '2026-11-23',
	machine: { cpu: 'A processor', cores: 2, memoryGb: 24, node: '20.20.0', system: 'linux x64' },
	seconds: 1,
	tables: [{ title: `Of ${part}`, notes: ['Measured so.'], columns: ['what', 'rate'], rows: [['a|b', '50 %']] }]
});

it('puts the page together from partial runs of one commit, in the order of the parts, and names what is missing', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'idb-bench-'));
	try {
		await keepResult(folder, result('faces', 'new'));
		await keepResult(folder, result('mrz', 'new'));
		await keepResult(folder, result('tamper', 'old'));
		const parts = ['mrz', 'faces', 'tamper', 'memory'];
		const page = resultsPage(await readResults(folder, parts), 'new', parts);
		expect(page.indexOf('## Of mrz')).toBeLessThan(page.indexOf('## Of faces'));
		expect(page).not.toContain('Of tamper');
		expect(page).toContain('Not measured at this commit: tamper, memory.');
		expect(page).toContain('| a\\|b | 50 % |');
		expect(page).toContain('- A processor, 2 cores, 24 GB, linux x64, Node 20.20.0, 2026-11-23: mrz, faces');
	} finally {
		await rm(folder, { recursive: true });
	}
});

it('has nothing to read where nothing was kept', async () => {
	expect(await readResults(join(tmpdir(), 'no-such-folder-of-the-bench'), ['mrz'])).toEqual([]);
});
