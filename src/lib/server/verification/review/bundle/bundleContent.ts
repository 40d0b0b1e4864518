import { z } from 'zod';

/** What `verify` reads of a bundle's content; the rest is for people and programs that come later. */
export const BundleContent = z.object({
	session: z.object({
		sessionId: z.string(),
		organizationId: z.string(),
		status: z.string(),
		reviewStatus: z.string()
	}),
	exportedAt: z.string(),
	decisions: z.array(
		z.object({ outcome: z.string(), decidedBy: z.string(), decidedAt: z.string(), policyVersion: z.number() })
	),
	pictures: z.array(
		z.object({
			artifactId: z.string(),
			slot: z.string(),
			kind: z.string(),
			byteLength: z.number(),
			/** Null where the picture could not be read when the bundle was made. */
			sha256: z.string().nullable(),
			/** Base64, where the pictures were asked for. */
			bytes: z.string().optional()
		})
	)
});
export type BundleContent = z.infer<typeof BundleContent>;
