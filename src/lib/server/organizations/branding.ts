import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { brandColours, type ThemeColours } from '$lib/contract/brandColours';
import { brandView, LOGO_BYTES, type BrandView, type SaveBrandingInput } from '$lib/contract/branding';
import { record } from '$lib/server/audit';
import { authorize, type OperatorPrincipal } from '$lib/server/auth';
import { q, type Tx } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { AppError, requireSeen } from '$lib/server/platform';

export interface Branding extends BrandView {
	name: string;
	accent: string | null;
}

/** Pixels of a logo as it is kept: sharp at twice the 32 px that the pages give it. */
const LOGO_SIZE = { width: 480, height: 96 };
const LOGO_PIXELS = 16_000_000;

export async function readBranding(deps: Deps, operator: OperatorPrincipal): Promise<Branding> {
	const [row] = await findBrand(deps.store, operator.organizationId);
	if (!row) throw new AppError('NOT_FOUND');
	return brandingOf(row);
}

const brandingOf = (row: Tx['t']['organizations']['$inferSelect']): Branding => ({
	...{ name: row.name, accent: row.brandAccent },
	...brandView({ ...row, hasLogo: row.brandLogo !== null })
});

const findBrand = (tx: Tx, organizationId: string) =>
	tx.db.select().from(tx.t.organizations).where(eq(tx.t.organizations.id, organizationId));

/**
 * Saves name, colour and logo. The logo is drawn anew: nothing of the file that was sent is kept but its picture.
 * @throws PAYLOAD_TOO_LARGE, IMAGE_TYPE_UNSUPPORTED, IMAGE_UNREADABLE for the logo; SETTINGS_CHANGED where it is not as `seen`
 */
export async function saveBranding(
	deps: Deps,
	operator: OperatorPrincipal,
	input: SaveBrandingInput
): Promise<Branding> {
	authorize(operator, 'administer');
	const logo = typeof input.logo === 'string' ? await drawLogo(Buffer.from(input.logo, 'base64')) : input.logo;
	await deps.store.tx(function* (tx) {
		const [before] = yield* q(findBrand(tx, operator.organizationId));
		if (!before) throw new AppError('NOT_FOUND');
		const { name, accent, logo: shown } = brandingOf(before);
		requireSeen([name, accent, shown], input.seen && [input.seen.name, input.seen.accent, input.seen.logo]);
		const brandLogo = logo === undefined ? before.brandLogo : logo;
		const brandKey = input.accent || brandLogo ? deps.ids.hex(16) : null;
		yield* q(
			tx.db
				.update(tx.t.organizations)
				.set({ name: input.name, brandAccent: input.accent, brandLogo, brandKey })
				.where(eq(tx.t.organizations.id, operator.organizationId))
		);
		yield* record(tx, deps, {
			organizationId: operator.organizationId,
			actor: { type: 'operator', id: operator.userId },
			action: 'organization.branding_saved',
			detail: { accent: input.accent, logo: brandLogo !== null }
		});
	});
	return readBranding(deps, operator);
}

async function drawLogo(bytes: Buffer): Promise<Buffer> {
	if (bytes.length > LOGO_BYTES) throw new AppError('PAYLOAD_TOO_LARGE');
	const picture = sharp(bytes, { limitInputPixels: LOGO_PIXELS, failOn: 'error' });
	const format = await picture.metadata().then(
		(found) => found.format,
		() => null
	);
	if (format === null) throw new AppError('IMAGE_UNREADABLE');
	if (format !== 'png' && format !== 'jpeg' && format !== 'webp') throw new AppError('IMAGE_TYPE_UNSUPPORTED');
	try {
		return await picture
			.rotate()
			.resize({ ...LOGO_SIZE, fit: 'inside', withoutEnlargement: true })
			.png({ compressionLevel: 9 })
			.toBuffer();
	} catch {
		throw new AppError('IMAGE_UNREADABLE');
	}
}

/** What stands under a brand's key: a picture, or the colours as a stylesheet. Null: no such key, or nothing of that kind. */
export async function readBrandFile(
	deps: Pick<Deps, 'store'>,
	key: string,
	kind: 'css' | 'png'
): Promise<{ type: string; body: Uint8Array<ArrayBuffer> } | null> {
	const { organizations } = deps.store.t;
	const [row] = await deps.store.db.select().from(organizations).where(eq(organizations.brandKey, key));
	if (!row) return null;
	if (kind === 'png') return row.brandLogo && { type: 'image/png', body: new Uint8Array(row.brandLogo) };
	if (!row.brandAccent) return null;
	return { type: 'text/css; charset=utf-8', body: new TextEncoder().encode(stylesheet(row.brandAccent)) };
}

/** More specific than the product's own, whichever is loaded first; the camera is dark inside a light page. */
function stylesheet(accent: string): string {
	const { light, dark } = brandColours(accent);
	return [
		`html:root,html [data-theme='light']{${declarations(light)}}`,
		`@media (prefers-color-scheme:dark){html:root:not([data-theme='light']){${declarations(dark)}}}`,
		`html:root[data-theme='dark'],html [data-theme='dark']{${declarations(dark)}}`
	].join('\n');
}

const declarations = ({ accent, accentStrong, accentInk, accentSoft }: ThemeColours): string =>
	`--accent:${accent};--accent-strong:${accentStrong};--accent-ink:${accentInk};--accent-soft:${accentSoft}`;
