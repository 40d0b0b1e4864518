import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const MODEL_IDS = [
	'face-detector',
	'face-landmarks',
	'face-embedder',
	'face-liveness',
	'face-pose',
	'face-eyes',
	'text-detector',
	'text-recognizer',
	'text-orientation'
] as const;
export type ModelId = (typeof MODEL_IDS)[number];

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const Manifest = z.object({
	schemaVersion: z.literal(1),
	models: z.array(
		z.object({
			id: z.enum(MODEL_IDS),
			licence: z.string(),
			files: z.array(z.object({ role: z.enum(['weights', 'keys']), file: z.string(), sha256: Sha256 })),
			/** A threshold of this very file, with what it was measured on. Thresholds of one model mean nothing for another. */
			operatingPoints: z.array(z.object({ name: z.string(), threshold: z.number(), measured: z.string() }))
		})
	)
});
export type Manifest = z.infer<typeof Manifest>;
export type ManifestModel = Manifest['models'][number];
export type ModelFileRole = ManifestModel['files'][number]['role'];

/**
 * Reads models/manifest.json. Throws when it is missing or malformed: an installation without a manifest has no models at all,
 * and saying so at start is better than every check ending as not_run.
 * @param modelsDir the folder that holds manifest.json
 */
export async function readManifest(modelsDir: string): Promise<Manifest> {
	return Manifest.parse(JSON.parse(await readFile(join(modelsDir, 'manifest.json'), 'utf8')));
}
