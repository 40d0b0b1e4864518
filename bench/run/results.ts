import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const Table = z.object({
	title: z.string(),
	/** How it was measured, a sentence each. */
	notes: z.array(z.string()),
	columns: z.array(z.string()),
	rows: z.array(z.array(z.string()))
});
export type Table = z.infer<typeof Table>;

const Machine = z.object({
	cpu: z.string(),
	cores: z.number(),
	memoryGb: z.number(),
	node: z.string(),
	system: z.string()
});
export type Machine = z.infer<typeof Machine>;

/** One part of the bench, kept as JSON, so that RESULTS.md can be put together from several runs of the same sources. */
const PartResult = z.object({
	part: z.string(),
	/** Last commit that changed what is measured: the engine, its models or its dependencies. */
	commit: z.string(),
	/** True where the sources differed from it. */
	changed: z.boolean(),
	day: z.string(),
	machine: Machine,
	seconds: z.number(),
	tables: z.array(Table)
});
export type PartResult = z.infer<typeof PartResult>;

export async function keepResult(folder: string, result: PartResult): Promise<void> {
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, `${result.part}.json`), `${JSON.stringify(result, null, '\t')}\n`);
}

/** The kept parts, in the order given; a part that was never run is left out. */
export async function readResults(folder: string, parts: readonly string[]): Promise<PartResult[]> {
	const present = await readdir(folder).catch((): string[] => []);
	const files = parts.map((part) => `${part}.json`).filter((file) => present.includes(file));
	return Promise.all(
		files.map(async (file) => PartResult.parse(JSON.parse(await readFile(join(folder, file), 'utf8'))))
	);
}

/** RESULTS.md of the parts of one commit. Parts of another commit, and parts never run, are named as not measured. */
export function resultsPage(results: readonly PartResult[], commit: string, parts: readonly string[]): string {
	const current = results.filter((result) => result.commit === commit);
	const lacking = parts.filter((part) => !current.some((result) => result.part === part));
	const head = [
		'# What the engine does, measured',
		'',
		`Commit \`${commit}\`${current.some(({ changed }) => changed) ? ', with changes not yet committed' : ''}. Written by \`npm run bench\`; do not edit.`,
		'Rates have 95 % Wilson score intervals, all other figures 95 % bootstrap intervals over pictures or pairs. Times are wall-clock,',
		'from the bytes of a picture to the answer, decoding included, in a process of its own and after a warm-up.',
		...(lacking.length > 0 ? ['', `Not measured at this commit: ${lacking.join(', ')}.`] : [])
	];
	return `${[...head, ...machinesOf(current), ...current.flatMap(({ tables }) => tables.flatMap(markdown))].join('\n')}\n`;
}

function machinesOf(results: readonly PartResult[]): string[] {
	const lines = new Map<string, string[]>();
	for (const { machine, day, part } of results) {
		const line = `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}, ${day}`;
		lines.set(line, [...(lines.get(line) ?? []), part]);
	}
	return ['', ...[...lines].map(([line, parts]) => `- ${line}: ${parts.join(', ')}`)];
}

function markdown({ title, notes, columns, rows }: Table): string[] {
	const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return ['', `## ${title}`, ...notes, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)];
}
