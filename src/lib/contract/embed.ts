import { z } from 'zod';
import { ENVIRONMENTS } from './slots';
import { text } from './text';

/** How the embedded page shows that the key of the page around it belongs to the session. */
export const OpenEmbeddedInput = z.strictObject({ publishableKey: text(200) });
export type OpenEmbeddedInput = z.infer<typeof OpenEmbeddedInput>;

/** Origins of one environment; none: any https page. */
export const SaveEmbedOriginsInput = z.strictObject({
	environment: z.enum(ENVIRONMENTS),
	origins: z.array(text(300)).max(50),
	/** The origins that the page showed: what somebody else saved since is not written over. */
	seen: z.array(text(300)).max(50).optional()
});
export type SaveEmbedOriginsInput = z.infer<typeof SaveEmbedOriginsInput>;
