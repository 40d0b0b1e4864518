import { z } from 'zod';

export const HEALTH_PROBLEMS = [
	'database_unreachable',
	'schema_behind',
	'storage_unwritable',
	'disk_full',
	'models_missing'
] as const;
export type HealthProblem = (typeof HEALTH_PROBLEMS)[number];

/** What GET /api/health tells. Counts and names of parts; nothing about any tenant or person. */
export const Health = z.object({
	/** The process answers. */
	live: z.literal(true),
	/** It can take requests: everything but `models_missing` makes it unready. */
	ready: z.boolean(),
	problems: z.array(z.enum(HEALTH_PROBLEMS)),
	/** Database migrations, counted; null while the database does not answer. */
	migration: z.object({ applied: z.number().int(), expected: z.number().int() }).nullable(),
	models: z.array(z.object({ id: z.string(), state: z.enum(['present', 'missing']) })),
	/** Jobs by lane. A lane whose oldestDueSeconds grows has no worker. */
	queue: z.array(
		z.object({
			lane: z.string(),
			due: z.number().int(),
			running: z.number().int(),
			later: z.number().int(),
			dead: z.number().int(),
			oldestDueSeconds: z.number().int()
		})
	)
});
export type Health = z.infer<typeof Health>;
