/** Stands in for `next/server`, whose two functions the route uses are thin forms of the web's own Response. */
const SOURCE = `export const NextResponse = {
	redirect: (url, init) => Response.redirect(url, init?.status ?? 307),
	json: (body, init) => Response.json(body, init)
};`;

export function resolve(specifier, context, next) {
	if (specifier === 'next/server')
		return { url: `data:text/javascript,${encodeURIComponent(SOURCE)}`, format: 'module', shortCircuit: true };
	return next(specifier, context);
}
