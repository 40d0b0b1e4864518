/** What the event log may be searched by. */
import { z } from 'zod';
import { ENVIRONMENTS } from './slots';
import { text } from './text';

export const EventSearch = z.strictObject({
	environment: z.enum(ENVIRONMENTS),
	/** A whole event id or session id; anything else finds nothing. */
	id: text(100).optional(),
	type: z.enum(['verification.extraction', 'verification.completed']).optional(),
	state: z.enum(['none', 'pending', 'delivered', 'failed']).optional(),
	/** When the event happened, in ms: both ends are in it. */
	from: z.number().int().nonnegative().optional(),
	until: z.number().int().nonnegative().optional()
});
export type EventSearch = z.infer<typeof EventSearch>;
