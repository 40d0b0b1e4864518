import { describe, expect, it } from 'vitest';
import type { ReviewLiveness, ReviewPicture } from '$lib/contract/review';
import { compareSources, firstPair } from './compareSources';

const picture = (
	artifactId: string,
	slot: ReviewPicture['slot'],
	boxes: ReviewPicture['boxes'] = []
): ReviewPicture => ({
	...{
		artifactId,
		slot,
		boxes,
		width: 1000,
		height: 600,
		heatmapArtifactId: null,
		signalMaps: null,
		tamperRegions: []
	},
	...{ attempt: 1, state: 'accepted', reasonCodes: [] }
});
const box = { x: 0, y: 0.5, width: 0.2, height: 0.4 };
const front = picture('front', 'id_front', [
	{ kind: 'viz', label: 'documentNumber', box },
	{ kind: 'portrait', label: 'portrait', box },
	{ kind: 'portrait', label: 'ghost portrait', box }
]);
const selfie = picture('selfie', 'selfie', [{ kind: 'face', label: 'face', box }]);
const liveness: ReviewLiveness = {
	...{ evidenceId: 'burst', attempt: 1, alternative: false, reasonCodes: [], actions: [], framesKept: true },
	...{ leastAlike: null, presentation: null },
	frames: [0, 1].map((number) => ({ number, atMs: number * 100, step: 0, face: true }))
};

describe('what can be looked at side by side', () => {
	it('is every picture, the faces cut out of them, and every frame of the recording', () => {
		const sources = compareSources('s', [front, picture('address', 'poa'), selfie], liveness);
		expect(sources.map(({ kind, slot }) => `${kind} ${slot}`)).toEqual([
			...['picture id_front', 'picture poa', 'picture selfie', 'portrait id_front', 'face selfie'],
			...['frame liveness', 'frame liveness']
		]);
		expect(new Set(sources.map(({ id }) => id)).size).toBe(sources.length);
	});

	it('cuts a face out with what is around it, as far as the picture goes', () => {
		const portrait = compareSources('s', [front], null).find(({ kind }) => kind === 'portrait');
		const { x, y, width, height } = portrait?.crop ?? {};
		expect([x, y, width, height].map((number) => Math.round(number ?? -1))).toEqual([0, 216, 270, 384]);
	});

	it('begins with the two faces, and without them with the first two pictures', () => {
		const pair = (pictures: ReviewPicture[]) => firstPair(compareSources('s', pictures, null));
		expect(pair([front, selfie])).toEqual(['front-1', 'selfie-0']);
		expect(pair([front, picture('selfie', 'selfie')])).toEqual(['front-1', 'selfie']);
		expect(pair([picture('front', 'id_front'), picture('back', 'id_back'), selfie])).toEqual(['front', 'back']);
	});

	it('offers no frame of a recording that was erased', () => {
		expect(compareSources('s', [], { ...liveness, framesKept: false })).toEqual([]);
	});
});
