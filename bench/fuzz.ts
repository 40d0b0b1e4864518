/**
 * `npm run fuzz -- [--count 1000] [--data <folder>] [--seed 1]`: damaged pictures through every door of the engine. Each must end
 * in a sound result or a code, in time, and the good picture after every fiftieth must be read. Exit status 1 where one did not.
 */
import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { z } from 'zod';
import { openVision } from '$lib/server/vision';
import { drawBill, drawIdCard, drawPassport, drawSelfie } from '$lib/server/vision/testing';
import { badPictures, flipBytes } from '$lib/server/vision/testing/badPictures';
import { resultProblems } from '$lib/server/vision/testing/resultProblems';
import { quantile } from '$lib/server/vision/evaluation';

const { values } = parseArgs({
	options: {
		count: { type: 'string', default: '1000' },
		seed: { type: 'string', default: '1' },
		data: { type: 'string' }
	}
});
const Whole = z.coerce.number().int().nonnegative();
const count = Whole.parse(values.count);
const firstSeed = Whole.parse(values.seed);
const data = values.data ?? process.env.IDB_DATA_DIR;
const KINDS = ['.jpg', '.jpeg', '.png', '.webp', '.pdf'];
const DOORS = ['id_front', 'poa', 'selfie', 'id_back'] as const;
type Door = (typeof DOORS)[number];
/** Of processor time, which other programs of the machine do not lengthen. */
const MAX_CPU_MS = 5000;

/** As the worker opens it: what is damaged must not break another thread either. */
const assistants = {
	file: new URL('./visionThread.js', import.meta.url),
	count: Math.max(1, availableParallelism() - 1)
};
const vision = await openVision({ modelsDir: 'models', assistants });
const good = await drawPassport({ seed: 3 });
const originals = data === undefined ? await drawOriginals() : await readOriginals(resolve(data));
const endings = new Map<string, number>();
const cpuMs: number[] = [];
const failures: string[] = [];
console.error(`[fuzz] ${count} damaged copies of ${originals.length} ${data === undefined ? 'drawn' : 'given'} files`);

await look('warm-up', good.jpeg, 'id_front');
cpuMs.length = 0;
for (const { name, bytes } of await badPictures()) for (const door of DOORS) await look(name, bytes, door);
for (let turn = 0; turn < count; turn++) {
	const original = originals[turn % originals.length];
	if (original === undefined) break;
	const seed = firstSeed + turn;
	const door = DOORS[Math.floor(turn / originals.length) % DOORS.length] ?? 'id_front';
	await look(`${original.name}, seed ${seed}`, flipBytes(original.bytes, seed), door);
	if (turn % 50 === 49) await lookAtGoodOne(turn);
}
await lookAtGoodOne(count);
await vision.close();
for (const [ending, times] of [...endings].sort()) console.log(`${ending}: ${times}`);
const worst = Math.max(0, ...cpuMs);
console.log(
	`CPU time: p50 ${Math.round(quantile(cpuMs, 0.5) ?? 0)} ms, p95 ${Math.round(quantile(cpuMs, 0.95) ?? 0)} ms, worst ${Math.round(worst)} ms`
);
console.log(`${failures.length} failures`);
for (const failure of failures) console.log(failure);
process.exitCode = failures.length === 0 ? 0 : 1;

async function look(name: string, bytes: Uint8Array, door: Door): Promise<void> {
	const before = process.cpuUsage();
	const ending = await analyze(bytes, door).catch((error: unknown) => {
		failures.push(`${door}, ${name}: threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
		return 'threw';
	});
	const { user, system } = process.cpuUsage(before);
	const spent = (user + system) / 1000;
	cpuMs.push(spent);
	if (spent > MAX_CPU_MS) failures.push(`${door}, ${name}: ${Math.round(spent)} ms of CPU time`);
	endings.set(`${door} ${ending}`, (endings.get(`${door} ${ending}`) ?? 0) + 1);
}

/** As the worker takes up an upload. */
async function analyze(bytes: Uint8Array, door: Door): Promise<string> {
	if (door === 'poa') return endingOf(door, await vision.analyzeAddress({ bytes }));
	const read = await (door === 'selfie' ? vision.readFace({ bytes }) : vision.readDocument({ bytes, slot: door }));
	return read.ok ? endingOf(door, read.analysis) : read.code;
}

function endingOf(door: Door, analysis: { reasons: readonly string[] }): string {
	const problems = resultProblems(analysis);
	if (problems.length > 0) failures.push(`${door}: ${problems.slice(0, 3).join(', ')}`);
	return analysis.reasons.length === 0 ? 'read' : analysis.reasons.join(' + ');
}

async function lookAtGoodOne(turn: number): Promise<void> {
	const { mrz } = await vision.analyzeDocument({ image: good.image, slot: 'id_front', original: good.jpeg });
	if (mrz?.valid !== true || mrz.lines.join() !== good.truth.mrz?.lines.join())
		failures.push(`after ${turn}: a good passport is no longer read`);
}

interface Original {
	name: string;
	bytes: Uint8Array;
}

async function drawOriginals(): Promise<Original[]> {
	const passport = sharp(good.jpeg).resize({ width: 900 });
	const bill = await drawBill({ seed: 2 });
	return [
		{ name: 'passport.jpg', bytes: await passport.clone().jpeg().toBuffer() },
		{ name: 'passport.png', bytes: await passport.clone().png().toBuffer() },
		{ name: 'passport.webp', bytes: await passport.clone().webp().toBuffer() },
		{ name: 'card.jpg', bytes: (await drawIdCard({ seed: 6, pixelsPerMm: 10 })).back.jpeg },
		{ name: 'selfie.jpg', bytes: (await drawSelfie({ seed: 2 })).jpeg },
		{ name: 'bill.pdf', bytes: bill.textPdf },
		{ name: 'scan.pdf', bytes: bill.scannedPdf }
	];
}

/** Every picture and page below the folder, in the order of their names. */
async function readOriginals(folder: string): Promise<Original[]> {
	const files = (await readdir(folder, { recursive: true })).sort();
	const chosen = files.filter((file) => KINDS.includes(extname(file).toLowerCase()));
	return Promise.all(chosen.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
}
