import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import { bootstrapInterval, rocSummary } from '$lib/server/vision/evaluation';
import { TAMPER_SUSPECTED_AT } from '$lib/server/vision/tamper/threshold';
import { PORTRAIT_IDS, type SpecimenDefects } from '$lib/server/vision/testing';
import type { Box } from '$lib/server/vision/types';
import { drawPrintedDocument } from '../drawn';
import { figure, meanOf, share } from '../figures/cells';
import { TamperAnswer } from '../run/answers';
import { NO_DATA, spread, type Bench } from '../run/bench';
import { readSet } from '../run/dataFolder';
import type { Table } from '../run/results';

const Entry = z.object({ file: z.string(), kind: z.string(), mask: z.string().nullish() });

/** How well edited pictures are told from authentic ones, by kind of edit, and how well the map shows where. */
export async function benchTamper(bench: Bench): Promise<Table[]> {
	const set = await readSet(bench, 'tamper', Entry, spread);
	const drawn = await measureAll(bench, drawPictures(bench));
	if (set === null) return [tableOf('drawn documents', [NO_DATA], drawn)];
	async function* given(): Pictures {
		for (const { file, kind, mask } of set?.entries ?? []) {
			const read = (path: string) => readFile(resolve(set?.folder ?? '', path));
			yield { kind, bytes: await read(file), mask: mask ? await read(mask) : null };
		}
	}
	return [tableOf('given documents', [], await measureAll(bench, given())), tableOf('drawn documents', [], drawn)];
}

const TEXT_EDITS = [
	{ field: 'dateOfBirth', text: '07.11.1988' },
	{ field: 'documentNumber', text: 'L48209173' }
] as const;

type Pictures = AsyncIterable<{ kind: string; bytes: Uint8Array; mask: Uint8Array | null }>;

const COPIED = ['dateOfBirth', 'documentNumber', 'dateOfExpiry'] as const;

/** Half of the documents lie straight before the camera, half are photographed by hand. */
const takenBy = (index: number): SpecimenDefects =>
	(index >> 2) % 2 === 0
		? {}
		: {
				perspective: 0.15,
				rotation: ((index * 3) % 9) - 4,
				blur: 0.04 + 0.02 * (index % 4),
				phonePipeline: index % 3 === 0 ? 0.5 : 0,
				paperGrain: 0.4
			};

/**
 * Each document five times, at one and the same JPEG quality, saved equally often: as it is, and with each edit. One in three
 * was first saved by its camera at another quality.
 */
async function* drawPictures({ sample, drawn }: Bench): Pictures {
	const count = Math.min(sample ?? 60, drawn);
	for (let index = 0; index < count; index++) {
		const jpegQuality = 75 + ((index * 7) % 21);
		const portrait = PORTRAIT_IDS[(index + 4) % PORTRAIT_IDS.length];
		const edits: [string, SpecimenDefects][] = [
			['authentic', { resaved: true }],
			['text_edit', { textEdit: TEXT_EDITS[(index >> 2) % 2] ?? TEXT_EDITS[0] }],
			['text_edit_other_type', { textEdit: { ...(TEXT_EDITS[(index >> 2) % 2] ?? TEXT_EDITS[0]), type: 'other' } }],
			['portrait_swap', portrait === undefined ? {} : { portraitSwap: portrait }],
			['digit_copymove', { digitCopy: COPIED[index % 3] ?? COPIED[0] }]
		];
		const taken = { ...takenBy(index), ...(index % 3 === 0 && { cameraQuality: 62 + ((index * 11) % 34) }) };
		for (const [kind, edit] of edits) {
			const { jpeg, image, truth } = await drawPrintedDocument(index, { ...taken, ...edit, jpegQuality });
			yield { kind, bytes: jpeg, mask: truth.edited && (await maskOf(truth.edited, image)) };
		}
	}
}

async function maskOf(box: Box, { width, height }: { width: number; height: number }): Promise<Uint8Array> {
	const inside = {
		width: Math.max(1, Math.round(box.width * width)),
		height: Math.max(1, Math.round(box.height * height))
	};
	const white = await sharp({ create: { ...inside, channels: 3, background: '#ffffff' } })
		.png()
		.toBuffer();
	return sharp({ create: { width, height, channels: 3, background: '#000000' } })
		.composite([{ input: white, left: Math.floor(box.x * width), top: Math.floor(box.y * height) }])
		.png()
		.toBuffer();
}

interface Scored extends TamperAnswer {
	kind: string;
}

async function measureAll(bench: Bench, pictures: Pictures): Promise<Scored[]> {
	const engine = bench.child('engine');
	const scored: Scored[] = [];
	for await (const { kind, bytes, mask } of pictures) {
		const answer = await engine.ask('tamper', { bytes, mask }, TamperAnswer);
		scored.push({ kind, ...(answer.ok ? answer.value : { score: null, map: null }) });
	}
	return scored;
}

const AUTHENTIC = 'authentic';
const isFlagged = ({ score }: Scored): boolean => score !== null && score >= TAMPER_SUSPECTED_AT;

function tableOf(title: string, notes: string[], scored: readonly Scored[]): Table {
	const authentic = scored.filter(({ kind }) => kind === AUTHENTIC);
	const kinds = [...new Set(scored.map(({ kind }) => kind))].filter((kind) => kind !== AUTHENTIC).sort();
	return {
		title: `Tampering: ${title}`,
		notes: [
			...notes,
			`Fused score against authentic pictures of the same documents at the same JPEG quality; flagged from ${TAMPER_SUSPECTED_AT} on. Overlap (intersection`,
			'over union) of what the map marks with what was edited. Evidence for a person: it rejects nothing on its own.'
		],
		columns: ['pictures', 'flagged', 'area under the curve', 'overlap of the map', 'pixel area under the curve'],
		rows: [
			[AUTHENTIC, share(authentic.filter(isFlagged).length, authentic.length), '–', '–', '–'],
			...kinds.map((kind) => {
				const edited = scored.filter((one) => one.kind === kind);
				const maps = edited.flatMap(({ map }) => map ?? []);
				return [
					kind,
					share(edited.filter(isFlagged).length, edited.length),
					figure(bootstrapInterval([...edited, ...authentic], areaUnderCurve), 2),
					figure(meanOf(maps.map(({ iou }) => iou)), 2),
					figure(meanOf(maps.flatMap(({ pixelAuc }) => pixelAuc ?? [])), 2)
				];
			})
		]
	};
}

const areaUnderCurve = (sample: readonly Scored[]): number | null =>
	rocSummary(
		sample.map(({ score }) => score),
		sample.map(({ kind }) => kind !== AUTHENTIC)
	).auc;
