/**
 * Zod-free. How often the face comparison errs at each threshold that was measured: a copy of what models/manifest.json says of the
 * embedder, in numbers. A test holds the two together. They speak of the model file named here and of no other.
 */
export interface OperatingPointFigures {
	name: string;
	/** Cosine, −1…1. */
	threshold: number;
	/** Share of pairs of two people that are taken for one, 0…1, with its 95 % interval. */
	falseMatchRate: { value: number; low: number; high: number };
	/** Share of pairs of one person that are not matched, 0…1, with its 95 % interval. */
	falseNonMatchRate: { value: number; low: number; high: number };
}

export const FACE_FIGURES = {
	model: 'face-embedder',
	modelSha256: '3e5578ae896c4c55c79bb6e2179eb03d81509e5e6fa5de2126b3ae2ebfce6103',
	people: 31,
	photographs: 201,
	matedPairs: 670,
	nonMatedPairs: 19_430
} as const;

/** Loosest first. */
export const FACE_POINT_NAMES = ['FACE_MATCH_AT_FMR_1E2', 'FACE_MATCH_AT_FMR_1E3', 'FACE_MATCH_AT_FMR_1E4'] as const;
export type FacePointName = (typeof FACE_POINT_NAMES)[number];

/** Loosest first. */
export const FACE_OPERATING_POINTS: readonly (OperatingPointFigures & { name: FacePointName })[] = [
	{
		name: 'FACE_MATCH_AT_FMR_1E2',
		threshold: 0.25,
		falseMatchRate: { value: 0.0089, low: 0.0076, high: 0.0103 },
		falseNonMatchRate: { value: 0, low: 0, high: 0.0057 }
	},
	{
		name: 'FACE_MATCH_AT_FMR_1E3',
		threshold: 0.34,
		falseMatchRate: { value: 0.00098, low: 0.00063, high: 0.00153 },
		falseNonMatchRate: { value: 0.0015, low: 0.0003, high: 0.0084 }
	},
	{
		name: 'FACE_MATCH_AT_FMR_1E4',
		threshold: 0.43,
		falseMatchRate: { value: 0.0001, low: 0.00003, high: 0.00038 },
		falseNonMatchRate: { value: 0.0134, low: 0.0071, high: 0.0253 }
	}
];
