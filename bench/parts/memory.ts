import { drawZoneDocument } from '../drawn';
import { DocumentAnswer, MemoryAnswer } from '../run/answers';
import type { Bench } from '../run/bench';
import type { Table } from '../run/results';

const DOCUMENTS = 50;

/** Of a process that has loaded every model and read fifty documents. */
export async function benchMemory(bench: Bench): Promise<Table[]> {
	const engine = bench.child('engine');
	const megabytes = (bytes: number) => String(Math.round(bytes / 2 ** 20));
	const row = async (state: string): Promise<string[]> => {
		const memory = await engine.ask('memory', null, MemoryAnswer);
		if (!memory.ok) throw new Error(memory.message);
		return [state, megabytes(memory.value.rss), megabytes(memory.value.peakRss)];
	};
	const rows = [await row('models loaded')];
	const count = Math.min(DOCUMENTS, bench.drawn);
	for (let index = 0; index < count; index++) {
		const { jpeg } = await drawZoneDocument(index, true);
		const answer = await engine.ask('document', { bytes: jpeg, slot: 'id_front' }, DocumentAnswer);
		if (!answer.ok) throw new Error(answer.message);
		if (index === 0) rows.push(await row('after one document'));
	}
	rows.push(await row(`after ${count} documents`));
	return [
		{
			title: 'Memory of a warm process',
			notes: [
				'Resident set of one engine’s process, one document at a time, phone-like pictures of 1.5 to 3 megapixels.'
			],
			columns: ['state', 'resident MB', 'highest so far MB'],
			rows
		}
	];
}
