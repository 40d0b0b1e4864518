import { z } from 'zod';
import { text } from './text';

/** A logo's file as it was chosen, before this server draws it anew. */
export const LOGO_BYTES = 262_144;

export const SaveBrandingInput = z.strictObject({
	name: text(80).trim().min(1),
	/** `#rrggbb`; null: the product's own. */
	accent: z
		.string()
		.regex(/^#[0-9a-f]{6}$/)
		.nullable(),
	/** Base64 of a PNG, JPEG or WebP; null: none; absent: as it is. */
	logo: z
		.base64()
		.max(Math.ceil(LOGO_BYTES / 3) * 4)
		.nullish(),
	/** What the page showed: what somebody else saved since is not written over. */
	seen: z.strictObject({ name: text(80), accent: text(20).nullable(), logo: text(200).nullable() }).optional()
});
export type SaveBrandingInput = z.infer<typeof SaveBrandingInput>;

/** What the applicant's pages put on: addresses on this server. */
export const BrandView = z.object({ stylesheet: z.string().nullable(), logo: z.string().nullable() });
export type BrandView = z.infer<typeof BrandView>;

/** Pure. Where an organization's colour and logo are found; nulls where nothing was chosen. */
export const brandView = (row: {
	brandAccent: string | null;
	brandKey: string | null;
	hasLogo: boolean;
}): BrandView => ({
	stylesheet: row.brandKey && row.brandAccent ? `/verification/brand/${row.brandKey}.css` : null,
	logo: row.brandKey && row.hasLogo ? `/verification/brand/${row.brandKey}.png` : null
});
