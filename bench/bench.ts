/** `npm run bench` (started by scripts/bench.mjs from the project's folder): measures the parts chosen, writes bench/RESULTS.md. */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openChild, type Child } from './run/child';
import { CHILDREN, type Bench, type ChildName } from './run/bench';
import { describeMachine, measuredCommit } from './run/machine';
import { keepResult, readResults, resultsPage } from './run/results';
import { PARTS, PART_NAMES, type PartName } from './parts';

const { values } = parseArgs({
	options: {
		data: { type: 'string' },
		only: { type: 'string' },
		drawn: { type: 'string', default: '200' },
		sample: { type: 'string' },
		rounds: { type: 'string', default: '2' },
		out: { type: 'string', default: 'bench' }
	}
});
const Count = z.coerce.number().int().positive();
const settings = {
	data: values.data ?? process.env.IDB_DATA_DIR ?? null,
	drawn: Count.parse(values.drawn),
	sample: values.sample === undefined ? null : Count.parse(values.sample),
	rounds: Count.parse(values.rounds),
	say: (line: string) => console.error(`[bench] ${line}`)
};

const chosen = z.array(z.enum(PART_NAMES)).parse(values.only?.split(',') ?? [...PART_NAMES]);
const kept = join(values.out, 'results');
if (settings.data === null) settings.say('no --data and no IDB_DATA_DIR: the drawn sets alone');
for (const part of chosen) {
	// One part that fails takes nothing from the others.
	await runPart(part).catch((error: unknown) => {
		settings.say(`${part} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
		process.exitCode = 1;
	});
}
const { commit } = measuredCommit();
await mkdir(values.out, { recursive: true });
await writeFile(join(values.out, 'RESULTS.md'), resultsPage(await readResults(kept, PART_NAMES), commit, PART_NAMES));
settings.say(`written: ${join(values.out, 'RESULTS.md')}`);

async function runPart(part: PartName): Promise<void> {
	settings.say(`${part} …`);
	const start = performance.now();
	const children = new Map<string, Child>();
	const childOf = (key: string, name: ChildName, words: string[]) => {
		const child = children.get(key) ?? openChild(name, fileOf(name), words);
		children.set(key, child);
		return child;
	};
	const bench: Bench = {
		...settings,
		child: (name) => childOf(name, name, []),
		crew: () =>
			Array.from({ length: availableParallelism() }, (_, number) => childOf(`crew ${number}`, 'engine', ['alone']))
	};
	try {
		const tables = await PARTS[part](bench);
		const seconds = Math.round((performance.now() - start) / 1000);
		const day = new Date().toISOString().slice(0, 10);
		await keepResult(kept, { part, ...measuredCommit(), day, machine: describeMachine(), seconds, tables });
		settings.say(`${part}: ${seconds} s`);
		for (const { title, columns, rows } of tables)
			console.log([title, columns.join(' | '), ...rows.map((row) => row.join(' | '))].join('\n  '), '\n');
	} finally {
		await Promise.all([...children.values()].map((child) => child.close()));
	}
}

/** Ours lies beside this bundle; the peers run from bench/, where their packages are. */
function fileOf(name: ChildName): string {
	if (!CHILDREN.includes(name)) throw new RangeError(name);
	return name === 'engine' ? join(import.meta.dirname, 'engine.js') : join('bench', 'peers', `${name}.mjs`);
}
