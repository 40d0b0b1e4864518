import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { summariseMrz, type MrzCase } from '$lib/server/vision/evaluation';
import { ratio, share, times } from '../figures/cells';
import { zoneIsIn } from '../figures/peerZone';
import { alternate, type Turn } from '../run/alternate';
import { DocumentAnswer, LinesAnswer } from '../run/answers';
import { NO_DATA, spread, type Bench } from '../run/bench';
import type { Answer } from '../run/child';
import { readSet } from '../run/dataFolder';
import type { Table } from '../run/results';
import { drawZoneDocument } from '../drawn';

const Entry = z.object({ file: z.string(), lines: z.array(z.string()) });

/** Whole zones and the time of a whole document picture, ours and two text readers in turns on the same pictures. */
export async function benchMrz(bench: Bench): Promise<Table[]> {
	const pictures = await picturesOf(bench);
	const ours = { child: bench.child('engine'), method: 'document', schema: DocumentAnswer };
	const gutenye = { child: bench.child('gutenye'), method: 'read', schema: LinesAnswer };
	const tesseract = { child: bench.child('tesseract'), method: 'read', schema: LinesAnswer };
	await alternate([ours, gutenye, tesseract], { bytes: (await drawZoneDocument(0, false)).jpeg, slot: 'id_front' }, 2);
	const seen: Seen[] = [];
	for (const { name, lines, bytes } of pictures.list) {
		const turns = await alternate([ours, gutenye, tesseract], { bytes, slot: 'id_front' }, bench.rounds);
		seen.push({ name, lines, ours: turns[0], gutenye: turns[1], tesseract: turns[2] });
		const mrz = turns[0].answer.ok ? turns[0].answer.value.mrz : null;
		if ((mrz?.lines.join('\n') ?? '') !== lines.join('\n')) bench.say(`not exact: ${name}`);
	}
	const deaths = [gutenye, tesseract].map(({ child }) => `${child.deaths()} (${child.name})`).join(', ');
	return [accuracy(pictures.title, pictures.notes, seen, deaths), speed(pictures.title, seen)];
}

interface Picture {
	name: string;
	lines: string[];
	bytes: Uint8Array;
}

interface Seen {
	name: string;
	lines: string[];
	ours: Turn<DocumentAnswer>;
	gutenye: Turn<z.infer<typeof LinesAnswer>>;
	tesseract: Turn<z.infer<typeof LinesAnswer>>;
}

async function picturesOf(bench: Bench): Promise<{ title: string; notes: string[]; list: Picture[] }> {
	const set = await readSet(bench, 'mrz', Entry, spread);
	if (set === null) return { title: 'drawn documents, phone-like', notes: [NO_DATA], list: await drawPictures(bench) };
	const list = await Promise.all(
		set.entries.map(async ({ file, lines }) => ({
			name: file,
			lines,
			bytes: await readFile(resolve(set.folder, file))
		}))
	);
	return { title: 'given documents', notes: [], list };
}

/** As many as the given sets have; the large drawn sets are a part of their own. */
async function drawPictures({ sample, drawn }: Bench): Promise<Picture[]> {
	const list: Picture[] = [];
	for (let index = 0; index < Math.min(sample ?? 30, drawn); index++) {
		const { jpeg, truth } = await drawZoneDocument(index, true);
		list.push({ name: `drawn ${index}`, lines: truth.mrz?.lines ?? [], bytes: jpeg });
	}
	return list;
}

function accuracy(title: string, notes: string[], seen: readonly Seen[], deaths: string): Table {
	const withZone = seen.filter(({ lines }) => lines.length > 0);
	const report = summariseMrz(seen.map(toCase));
	const peer = (of: (one: Seen) => Answer<z.infer<typeof LinesAnswer>>) => {
		const answers = withZone.map((one) => ({ lines: one.lines, answer: of(one) }));
		const exact = answers.filter(({ lines, answer }) => answer.ok && zoneIsIn(answer.value.lines, lines)).length;
		const failed = answers.filter(({ answer }) => !answer.ok).length;
		return [share(exact, withZone.length), 'no verdict', 'no verdict', String(failed)];
	};
	return {
		title: `Machine-readable zone: ${title}`,
		notes: [
			...notes,
			'Exact: every letter of every line. A text reader has no notion of a zone and is judged in its favour: all its lines put one',
			'behind the other, without spaces, accents and case, must contain the zone’s letters anywhere. Wrong accept: reported valid',
			`though the text differs from what is printed. Processes that died in the middle of a picture: ${deaths}.`
		],
		columns: ['reader', 'whole zone exact', 'wrong accepts', 'none reported where there is none', 'pictures failed'],
		rows: [
			[
				'this engine',
				share(report.exact, report.withZone),
				share(report.wrongAccepts.length, seen.length),
				share(report.rightlyNull, report.withoutZone),
				String(seen.filter(({ ours }) => !ours.answer.ok).length)
			],
			['@gutenye/ocr-node', ...peer(({ gutenye }) => gutenye.answer)],
			['tesseract.js', ...peer(({ tesseract }) => tesseract.answer)]
		]
	};
}

const toCase = ({ name, lines, ours }: Seen): MrzCase => ({
	truth: { file: name, lines },
	mrz: ours.answer.ok ? ours.answer.value.mrz : null
});

/** Times of the pictures on which no contestant failed: the same for all. */
function speed(title: string, seen: readonly Seen[]): Table {
	const timed = seen.flatMap(({ ours, gutenye, tesseract }) =>
		ours.ms === null || gutenye.ms === null || tesseract.ms === null
			? []
			: [
					{
						ours: ours.ms,
						oursCpu: ours.cpuMs ?? 0,
						gutenye: gutenye.ms,
						gutenyeCpu: gutenye.cpuMs ?? 0,
						tesseract: tesseract.ms,
						tesseractCpu: tesseract.cpuMs ?? 0
					}
				]
	);
	const row = (
		name: string,
		of: (one: (typeof timed)[number]) => number,
		cpu: (one: (typeof timed)[number]) => number
	) => [
		name,
		...times(timed.map(of)),
		times(timed.map(cpu))[0],
		ratio(timed.map((one) => ({ ours: one.ours, theirs: of(one) })))
	];
	return {
		title: `Time of one document picture: ${title}`,
		notes: [
			`${timed.length} pictures on which nothing failed, in turns. This engine does the whole analysis (quality, text, zone, symbol, portrait,`,
			'class, fields, tampering); the others read text. `tesseract.js` works in a thread of its own that is counted in its CPU time.'
		],
		columns: ['reader', 'p50 ms', 'p95 ms', 'CPU p50 ms', 'our p50 / its p50'],
		rows: [
			row(
				'this engine',
				(one) => one.ours,
				(one) => one.oursCpu
			),
			row(
				'@gutenye/ocr-node',
				(one) => one.gutenye,
				(one) => one.gutenyeCpu
			),
			row(
				'tesseract.js',
				(one) => one.tesseract,
				(one) => one.tesseractCpu
			)
		]
	};
}
