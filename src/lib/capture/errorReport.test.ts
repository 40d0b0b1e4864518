import { describe, expect, it } from 'vitest';
import type { ClientErrorInput } from '$lib/contract/clientErrors';
import { ErrorReport } from './errorReport';

const settle = () => new Promise((resolve) => setImmediate(resolve));

function reporter() {
	const sent: ClientErrorInput[] = [];
	const state = { reachable: true };
	const report = new ErrorReport((one) => {
		if (state.reachable) sent.push(one);
		return Promise.resolve(state.reachable);
	});
	return { sent, state, report };
}

describe('ErrorReport', () => {
	it('tells each trouble of a step once, and no more than twenty', () => {
		const { sent, report } = reporter();
		for (let round = 0; round < 3; round++) report.tell({ code: 'camera_denied', step: 'selfie' });
		report.tell({ code: 'camera_denied', step: 'id_front' });
		expect(sent).toHaveLength(2);
		const steps = ['consent', 'id_front', 'id_back', 'selfie', 'liveness', 'poa', 'submit'] as const;
		const codes = ['camera_busy', 'camera_lost', 'camera_missing', 'script_failed'] as const;
		for (const step of steps) for (const code of codes) report.tell({ code, step });
		expect(sent).toHaveLength(20);
	});

	it('keeps what could not be sent until the server can be reached again', async () => {
		const { sent, state, report } = reporter();
		state.reachable = false;
		report.tell({ code: 'network_lost', step: 'selfie' });
		await settle();
		report.flush();
		await settle();
		expect(sent).toEqual([]);
		state.reachable = true;
		report.flush();
		expect(sent).toEqual([{ code: 'network_lost', step: 'selfie' }]);
	});
});
