import { z } from 'zod';
import { ENVIRONMENTS } from './slots';
import { text } from './text';

export const MintApiKeyInput = z.strictObject({
	environment: z.enum(ENVIRONMENTS),
	label: text(80).trim().min(1)
});
export type MintApiKeyInput = z.infer<typeof MintApiKeyInput>;

/** Never holds a whole key: only what may be shown again. */
export const ApiKeyView = z.object({
	id: z.string(),
	environment: z.enum(ENVIRONMENTS),
	label: z.string(),
	secretKeyPrefix: z.string(),
	publishableKeyPrefix: z.string(),
	createdAt: z.iso.datetime(),
	lastUsedAt: z.iso.datetime().nullable(),
	revokedAt: z.iso.datetime().nullable()
});
export type ApiKeyView = z.infer<typeof ApiKeyView>;

/** Given exactly once, in the answer that minted the pair. */
export const MintedApiKey = ApiKeyView.omit({ lastUsedAt: true, revokedAt: true }).extend({
	secretKey: z.string(),
	publishableKey: z.string()
});
export type MintedApiKey = z.infer<typeof MintedApiKey>;

/** How long the pair before works on: none to thirty days. */
export const RotateApiKeyInput = z.strictObject({ keyId: z.uuid(), overlapHours: z.number().int().min(0).max(720) });
export type RotateApiKeyInput = z.infer<typeof RotateApiKeyInput>;
