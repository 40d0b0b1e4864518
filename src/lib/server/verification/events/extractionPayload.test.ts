import { describe, expect, it } from 'vitest';
import type { AddressAnalysis } from '$lib/server/vision/types';
import { extractionPayload } from './extractionPayload';

const bill: AddressAnalysis = {
	kind: 'address',
	documentKind: 'utility_bill',
	quality: null,
	pages: 1,
	lines: [],
	fields: [],
	tamper: null,
	pagePreview: null,
	reasons: [],
	models: {},
	timingsMs: {}
};
const payloadOf = (analysis: AddressAnalysis) =>
	extractionPayload(
		{ origin: 'https://id.example' },
		'a7e5b1c2-0000-4000-8000-000000000001',
		'poa',
		{ analysis, template: null, artifacts: [], reasons: [], retake: false },
		null
	);

describe('extractionPayload', () => {
	it('says null, not zero, where traces of editing were not measured', () => {
		expect(payloadOf(bill)).toMatchObject({ tamper: null, heatmaps: [] });
	});

	it('gives score, signals and the regions with what they touch where they were', () => {
		const box = { x: 0.1, y: 0.2, width: 0.3, height: 0.05 };
		const region = { box, score: 0.7, signals: ['noise' as const], fields: ['documentDate' as const] };
		const signals = [{ kind: 'noise' as const, score: 0.7, regions: [{ box, score: 0.7 }] }];
		const tamper = { score: 0.7, signals, regions: [region], heatmap: null, signalMaps: null };
		expect(payloadOf({ ...bill, tamper })?.tamper).toEqual({
			score: 0.7,
			signals: [{ kind: 'noise', score: 0.7 }],
			regions: [region]
		});
	});
});
