import { summariseMrz, type MrzCase } from '$lib/server/vision/evaluation';
import { ZONE_FORMATS } from '../drawn';
import { share } from '../figures/cells';
import { zoneIsIn } from '../figures/peerZone';
import { DrawnAnswer, LinesAnswer } from '../run/answers';
import type { Bench } from '../run/bench';
import type { Child } from '../run/child';
import type { Table } from '../run/results';

/** Drawn zones of every format of ICAO 9303, clean and phone-like, with how often a wrong text was called valid. */
export async function benchDrawnZones(bench: Bench): Promise<Table[]> {
	const rows: string[][] = [];
	const peerRows: string[][] = [];
	for (const phone of [false, true]) {
		const name = phone ? 'phone-like' : 'clean';
		const drawn = await readAll(bench, bench.drawn, { phone });
		rows.push(rowOf(name, 'all', drawn));
		for (const [position, format] of ZONE_FORMATS.entries()) {
			const own = drawn.filter((_, index) => index % ZONE_FORMATS.length === position);
			rows.push(rowOf(name, format, own));
		}
		peerRows.push(...(await peersOn(bench, phone, drawn)));
	}
	for (const distant of DISTANT) {
		const drawn = await readAll(bench, Math.min(MOST_DISTANT, bench.drawn), { phone: false, distant });
		rows.push(rowOf(`${100 * distant} % of the width`, 'TD3', drawn));
	}
	return [
		{
			title: 'Machine-readable zone: drawn documents',
			notes: [
				`Half of an invented state, half with the zone of any state (unlisted ones and codes too), ${bench.drawn} clean and ${bench.drawn} phone-like (turned and tilted up to 15°, blur, JPEG of quality 60, glare, low`,
				'light), from seeds that no test and no fit uses. Last: passports that fill a part of a picture 3000 pixels wide. Wrong accept: reported valid',
				'though the text differs from what is printed. Valid: all check digits right and every letter sure; the others go to a person.'
			],
			columns: ['pictures', 'format', 'whole zone exact', 'wrong accepts', 'exact and valid'],
			rows
		},
		{
			title: 'Machine-readable zone: the peers on a part of the drawn documents',
			notes: ['The first of the drawn documents; the peers are judged as on the given ones.'],
			columns: ['pictures', 'reader', 'whole zone exact'],
			rows: peerRows
		}
	];
}

const DISTANT = [0.25, 0.35, 0.5] as const;
const MOST_DISTANT = 60;

function rowOf(name: string, format: string, cases: readonly MrzCase[]): string[] {
	const { exact, withZone, wrongAccepts } = summariseMrz(cases);
	const valid = cases.filter(({ mrz }) => mrz?.valid).length - wrongAccepts.length;
	return [name, format, share(exact, withZone), share(wrongAccepts.length, withZone), share(valid, withZone)];
}

/** Several processes, each drawing its own specimens: one core each. */
async function readAll(bench: Bench, count: number, kind: { phone: boolean; distant?: number }): Promise<MrzCase[]> {
	const cases: MrzCase[] = [];
	let next = 0;
	const work = async (engine: Child): Promise<void> => {
		while (next < count) {
			const index = next++;
			const answer = await engine.ask('drawnZone', { index, ...kind, wantsJpeg: false }, DrawnAnswer);
			if (!answer.ok) throw new Error(`Drawn document ${index}: ${answer.message}`);
			const { truth, document } = answer.value;
			cases[index] = { truth: { file: String(index), lines: truth }, mrz: document.mrz };
			const verdict = document.mrz?.lines.join('\n') === truth.join('\n') ? 'exact' : 'not exact';
			if (verdict !== 'exact') bench.say(`${JSON.stringify(kind)} ${index}: ${verdict}`);
			if (index % 100 === 99) bench.say(`${index + 1} of ${count} drawn`);
		}
	};
	await Promise.all(bench.crew().map(work));
	return cases;
}

/** Enough for an interval of ± 10 points; the peers take a second a picture each. */
const PEER_PICTURES = 100;

async function peersOn(bench: Bench, phone: boolean, drawn: readonly MrzCase[]): Promise<string[][]> {
	const count = Math.min(PEER_PICTURES, bench.drawn);
	const engine = bench.child('engine');
	const readers = [bench.child('gutenye'), bench.child('tesseract')];
	const exact = new Map(readers.map(({ name }) => [name, 0]));
	for (let index = 0; index < count; index++) {
		const answer = await engine.ask('drawnZone', { index, phone, wantsJpeg: true }, DrawnAnswer);
		if (!answer.ok || answer.value.jpeg === null) throw new Error(`Drawn document ${index} was not drawn again`);
		for (const reader of readers) {
			const read = await reader.ask('read', { bytes: answer.value.jpeg }, LinesAnswer);
			const right = read.ok && zoneIsIn(read.value.lines, answer.value.truth);
			exact.set(reader.name, (exact.get(reader.name) ?? 0) + (right ? 1 : 0));
		}
	}
	const name = phone ? 'phone-like' : 'clean';
	return [
		[name, 'this engine', share(summariseMrz(drawn.slice(0, count)).exact, count)],
		[name, '@gutenye/ocr-node', share(exact.get('gutenye') ?? 0, count)],
		[name, 'tesseract.js', share(exact.get('tesseract') ?? 0, count)]
	];
}
