/** What the request log may be searched by. */
import { z } from 'zod';
import { ENVIRONMENTS } from './slots';
import { text } from './text';

export const RequestSearch = z.strictObject({
	environment: z.enum(ENVIRONMENTS),
	/** A whole request id or session id; anything else finds nothing. */
	id: text(100).optional(),
	/** How it was answered: 2xx and 3xx, 4xx, 5xx. */
	answer: z.enum(['ok', 'refused', 'failed']).optional(),
	apiKeyId: text(100).optional(),
	/** When the call came, in ms: both ends are in it. */
	from: z.number().int().nonnegative().optional(),
	until: z.number().int().nonnegative().optional()
});
export type RequestSearch = z.infer<typeof RequestSearch>;
