/** Zod-free. */

/**
 * The origin as browsers write it, or null: http or https, a host, perhaps a port. A path, a wildcard or a user name is no origin; a
 * slash at the end is forgiven.
 */
export function webOriginOf(text: string): string | null {
	if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
	const { origin, href } = new URL(text);
	return href === `${origin}/` && !origin.includes('*') ? origin : null;
}
