import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FACE_FIGURES, FACE_OPERATING_POINTS } from './faceOperatingPoints';

interface Model {
	id: string;
	files: { role: string; sha256: string }[];
	operatingPoints: { name: string; threshold: number; measured: string }[];
}

it('says of each operating point what the manifest of the models says, number by number', () => {
	const { models } = JSON.parse(readFileSync('models/manifest.json', 'utf8')) as { models: Model[] };
	const embedder = models.find(({ id }) => id === FACE_FIGURES.model);
	expect(embedder?.files.find(({ role }) => role === 'weights')?.sha256).toBe(FACE_FIGURES.modelSha256);
	const said = (embedder?.operatingPoints ?? []).map(({ name, threshold, measured }) => ({
		name,
		threshold,
		numbers: [...measured.replaceAll(',', '').matchAll(/\d+(?:\.\d+)?/g)].map(([digits]) => Number(digits))
	}));
	const percent = ({ value, low, high }: { value: number; low: number; high: number }) =>
		[value, low, high].map((share) => Number((share * 100).toFixed(4)));
	for (const point of FACE_OPERATING_POINTS) {
		const own = said.find(({ name }) => name === point.name);
		expect(own?.threshold).toBe(point.threshold);
		// … 201 photographs, 31 people, sizes, mated, non-mated, then FMR with its interval, then FNMR with its own.
		const numbers = own?.numbers ?? [];
		const without95 = numbers.filter((number) => number !== 95);
		expect(without95.slice(-6)).toEqual([...percent(point.falseMatchRate), ...percent(point.falseNonMatchRate)]);
		for (const count of [
			FACE_FIGURES.photographs,
			FACE_FIGURES.people,
			FACE_FIGURES.matedPairs,
			FACE_FIGURES.nonMatedPairs
		])
			expect(numbers).toContain(count);
	}
	expect(FACE_OPERATING_POINTS).toHaveLength(said.length);
});
