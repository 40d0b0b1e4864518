import { drawPhotograph } from '../drawn';
import { times } from '../figures/cells';
import { DocumentAnswer } from '../run/answers';
import type { Bench } from '../run/bench';
import type { Table } from '../run/results';

/** A phone's whole picture: twelve megapixels, most of them desk. */
export async function benchPhotograph(bench: Bench): Promise<Table[]> {
	const count = Math.min(bench.sample ?? 30, bench.drawn);
	const engine = bench.child('engine');
	const ms: number[] = [];
	const cpuMs: number[] = [];
	let exact = 0;
	for (let index = 0; index <= count; index++) {
		const bytes = await drawPhotograph(index);
		const answer = await engine.ask('document', { bytes, slot: 'id_front' }, DocumentAnswer);
		if (!answer.ok) throw new Error(answer.message);
		// The first one warms up.
		if (index === 0) continue;
		ms.push(answer.ms);
		cpuMs.push(answer.cpuMs);
		if (answer.value.mrz?.valid) exact++;
	}
	return [
		{
			title: 'Time of a photograph of twelve megapixels',
			notes: [`A drawn passport on a desk, 4000 × 3000 pixels, ${count} pictures; zones read and valid: ${exact}.`],
			columns: ['reader', 'p50 ms', 'p95 ms', 'CPU p50 ms'],
			rows: [['this engine', ...times(ms), times(cpuMs)[0]]]
		}
	];
}
