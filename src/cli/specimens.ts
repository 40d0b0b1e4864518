/**
 * `npm run specimens -- --count 20 --out <folder> [--kind passport,id_card,…] [--defects blur:0.2,glare:0.4,…] [--seed 1]
 * [--megapixels 12]`: drawn documents of an invented country and a `manifest.jsonl` that `idb eval mrz|fields|tamper` reads.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { callersFolder } from './inputs';
import { readWords, UsageError } from './usage';
import { drawSpecimen, KINDS, type SpecimenKind } from './specimens/drawSpecimen';
import { maskOf } from './specimens/maskOf';
import { parseDefects } from './specimens/parseDefects';

const USAGE = `Usage: npm run specimens -- --count <number> --out <folder>
    [--kind ${KINDS.join(',')}] [--defects <name>:<strength>,… | portraitSwap | textEdit:<field>]
    [--seed <number>] [--megapixels <number>]`;

async function specimens(words: string[]): Promise<void> {
	const { values } = readWords(words, {
		count: { type: 'string', default: '10' },
		out: { type: 'string' },
		kind: { type: 'string', default: KINDS.join(',') },
		defects: { type: 'string', default: '' },
		seed: { type: 'string', default: '1' },
		megapixels: { type: 'string' }
	});
	if (values.out === undefined) throw new UsageError('Where to? --out <folder>');
	const folder = resolve(callersFolder(), values.out);
	const kinds = values.kind.split(',').map(kindOf);
	const count = wholeNumber('--count', values.count, 100_000);
	const first = wholeNumber('--seed', values.seed, 1_000_000_000);
	const megapixels = values.megapixels === undefined ? null : wholeNumber('--megapixels', values.megapixels, 50);
	const defects = parseDefects(values.defects);
	await mkdir(folder, { recursive: true });
	const lines: string[] = [];
	for (let index = 0; index < count; index++) {
		const kind = kinds[index % kinds.length] ?? 'passport';
		const seed = first + index;
		for (const { side, slot, specimen } of await drawSpecimen(kind, { seed, defects, megapixels })) {
			const file = `${kind}_${seed}${side === '' ? '' : `_${side}`}.jpg`;
			await writeFile(join(folder, file), specimen.jpeg);
			const { truth } = specimen;
			const mask = truth.edited === null ? null : file.replace('.jpg', '_mask.png');
			if (mask !== null && truth.edited !== null)
				await writeFile(join(folder, mask), await maskOf(truth.edited, specimen.image));
			const edit = defects.portraitSwap === undefined ? 'text_edit' : 'portrait_swap';
			const entry = {
				file,
				slot,
				document: kind,
				kind: mask === null ? 'authentic' : edit,
				mask,
				format: truth.mrz?.format ?? null,
				lines: truth.mrz?.lines ?? [],
				...truth.fields,
				barcode: truth.barcode,
				portrait: truth.portrait,
				boxes: truth.boxes,
				corners: truth.corners,
				edited: truth.edited,
				defects
			};
			lines.push(JSON.stringify(entry));
		}
		console.error(`${index + 1} of ${count}: ${kind}, seed ${seed}`);
	}
	await writeFile(join(folder, 'manifest.jsonl'), `${lines.join('\n')}\n`);
	console.log(`${lines.length} pictures and manifest.jsonl in ${folder}`);
}

function kindOf(word: string): SpecimenKind {
	const kind = KINDS.find((one) => one === word.trim());
	if (kind === undefined) throw new UsageError(`--kind is one of ${KINDS.join(', ')}, not ${word}`);
	return kind;
}

function wholeNumber(name: string, text: string, most: number): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < 1 || value > most)
		throw new UsageError(`${name} is a whole number from 1 to ${most}, not ${text}`);
	return value;
}

try {
	await specimens(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof UsageError)) throw error;
	console.error(`${error.message}\n${USAGE}`);
	process.exitCode = 2;
}
