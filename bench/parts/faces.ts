import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { drawSelfie, isSamePerson, PORTRAIT_IDS, type PortraitId } from '$lib/server/vision/testing';
import { ratio, times } from '../figures/cells';
import { cosine, nearness, PAIR_COLUMNS, pairCells, ratesAt, type ScoredPair } from '../figures/pairs';
import { alternate } from '../run/alternate';
import { DescriptorAnswer, FaceAnswer } from '../run/answers';
import { NO_DATA, spread, type Bench } from '../run/bench';
import { readPairLists, type PairList } from '../run/dataFolder';
import type { Table } from '../run/results';

const PEER = '@vladmandic/face-api';

/** Pairs of faces, ours and the peer's on the same pictures; each picture is looked at once. */
export async function benchFaces(bench: Bench): Promise<Table[]> {
	const given = await readPairLists(bench);
	const { lists, pictureOf } =
		given === null ? drawnLists() : { lists: given.lists, pictureOf: fromFolder(given.folder) };
	const looks = new Map<string, Look>();
	const accuracy: string[][] = [];
	const points: string[][] = [];
	for (const { name, pairs } of lists.map((list) => ({ ...list, pairs: spread(list.pairs, bench.sample) }))) {
		bench.say(`faces: ${name}, ${pairs.length} pairs`);
		for (const file of new Set(pairs.flatMap(({ a, b }) => [a, b]))) {
			if (!looks.has(file)) looks.set(file, await lookAt(bench, await pictureOf(file)));
		}
		const scored = (of: (a: Look, b: Look) => number | null) => scorePairs(pairs, looks, of);
		const ours = scored((a, b) => a.ours && b.ours && cosine(a.ours, b.ours));
		accuracy.push([name, 'this engine', ...pairCells(ours)]);
		accuracy.push([name, PEER, ...pairCells(scored((a, b) => a.peers && b.peers && nearness(a.peers, b.peers)))]);
		for (const { name: point, threshold } of await operatingPoints()) {
			const { fmr, fnmr } = ratesAt(threshold, ours);
			points.push([name, `${point} (${threshold})`, fmr, fnmr]);
		}
	}
	const notes = given === null ? [NO_DATA] : [];
	return [
		{
			title: 'Faces: pairs of pictures',
			notes: [...notes, 'The largest face of each picture, by cosine (this engine) or Euclidean distance (peer).'],
			columns: ['pairs', 'engine', ...PAIR_COLUMNS],
			rows: accuracy
		},
		{
			title: 'Faces: this engine at its operating points',
			notes: ['Pairs of which a face was not found are left out here and counted above.'],
			columns: ['pairs', 'operating point', 'FMR', 'FNMR'],
			rows: points
		},
		speed([...looks.values()])
	];
}

interface Look {
	ours: number[] | null;
	peers: number[] | null;
	oursMs: number | null;
	peersMs: number | null;
}

async function lookAt(bench: Bench, bytes: Uint8Array): Promise<Look> {
	const [one, other] = await alternate(
		[
			{ child: bench.child('engine'), method: 'face', schema: FaceAnswer },
			{ child: bench.child('faceApi'), method: 'face', schema: DescriptorAnswer }
		],
		{ bytes },
		1
	);
	return {
		ours: one.answer.ok ? one.answer.value.template : null,
		peers: other.answer.ok ? other.answer.value.descriptor : null,
		oursMs: one.ms,
		peersMs: other.ms
	};
}

function scorePairs(
	pairs: PairList['pairs'],
	looks: ReadonlyMap<string, Look>,
	of: (a: Look, b: Look) => number | null
): ScoredPair[] {
	return pairs.map(({ a, b, mated }) => {
		const [one, other] = [looks.get(a), looks.get(b)];
		return { mated, score: one && other ? of(one, other) : null };
	});
}

/** The first pictures warm both up and are left out, where there are enough of them. */
function speed(looks: readonly Look[]): Table {
	const timed = looks
		.slice(looks.length > 10 ? 3 : 0)
		.flatMap(({ ours, peers, oursMs, peersMs }) =>
			ours === null || peers === null || oursMs === null || peersMs === null ? [] : [{ ours: oursMs, theirs: peersMs }]
		);
	const ofOurs = times(
		timed.map(({ ours }) => ours),
		1
	);
	const ofTheirs = times(
		timed.map(({ theirs }) => theirs),
		1
	);
	return {
		title: 'Time of one of these pictures',
		notes: [
			`${timed.length} pictures on which both found a face, in turns. This engine also measures quality, pose, eyes and presentation attacks.`
		],
		columns: ['engine', 'p50 ms', 'p95 ms', 'our p50 / its p50'],
		rows: [
			['this engine', ...ofOurs, '1'],
			[PEER, ...ofTheirs, ratio(timed)]
		]
	};
}

const Manifest = z.object({
	models: z.array(
		z.object({ id: z.string(), operatingPoints: z.array(z.object({ name: z.string(), threshold: z.number() })) })
	)
});

async function operatingPoints() {
	const { models } = Manifest.parse(JSON.parse(await readFile('models/manifest.json', 'utf8')));
	return models.find(({ id }) => id === 'face-embedder')?.operatingPoints ?? [];
}

const fromFolder = (folder: string) => (file: string) => readFile(resolve(folder, file));

/** Two selfies of each of eleven portraits (two of them of one person), every pair of different selfies. */
function drawnLists(): { lists: PairList[]; pictureOf: (file: string) => Promise<Uint8Array> } {
	const files = PORTRAIT_IDS.flatMap((id) => [`${id} 1`, `${id} 2`]);
	const portraitOf = (file: string): PortraitId => PORTRAIT_IDS.find((id) => file.startsWith(id)) ?? 'adult-03';
	const pairs = files.flatMap((a, index) =>
		files.slice(index + 1).map((b) => ({ a, b, mated: isSamePerson(portraitOf(a), portraitOf(b)) }))
	);
	return {
		lists: [{ name: 'drawn selfies', pairs }],
		pictureOf: async (file) => {
			const second = file.endsWith(' 2');
			const defects = second ? { blur: 0.15, lowLight: 0.4, jpegQuality: 70 } : {};
			return (await drawSelfie({ portrait: portraitOf(file), seed: second ? 2 : 1, defects })).jpeg;
		}
	};
}
