import { and, asc, eq } from 'drizzle-orm';
import type { SaveEmbedOriginsInput } from '$lib/contract/embed';
import type { Environment } from '$lib/contract/slots';
import { record } from '$lib/server/audit';
import { readPublishableKey, type Authorized } from '$lib/server/auth';
import { q, type Store, type Tx } from '$lib/server/db';
import { AppError, requireSeen, type Clock, type Ids } from '$lib/server/platform';
import { ancestorsOf, parseOrigin } from './frameAncestors';

/** Whose pages may frame the embedded flow, sorted; none: any https page. */
export async function readEmbedOrigins(
	deps: { store: Store },
	organizationId: string,
	environment: Environment
): Promise<string[]> {
	const rows = await selectOrigins(deps.store, organizationId, environment);
	return rows.map(({ origin }) => origin);
}

/**
 * Replaces the list of one environment, and writes who did. @throws VALIDATION_FAILED with the path of each line that is no
 * origin, SETTINGS_CHANGED where the list is not as `seen`.
 */
export async function saveEmbedOrigins(
	deps: { store: Store; clock: Clock; ids: Ids },
	{ organizationId, userId }: Authorized<'administer'>,
	{ environment, origins, seen }: SaveEmbedOriginsInput
): Promise<string[]> {
	const parsed = origins.map((text) => parseOrigin(text, environment));
	const wrong = parsed.flatMap((origin, index) =>
		origin === null ? [{ path: `origins.${index}`, message: 'not an origin that may frame the flow' }] : []
	);
	if (wrong.length > 0) throw new AppError('VALIDATION_FAILED', { fields: wrong });
	const wanted = [...new Set(parsed.filter((origin) => origin !== null))].sort();
	return deps.store.tx(function* (tx) {
		const { embedOrigins } = tx.t;
		const before = yield* q(selectOrigins(tx, organizationId, environment));
		requireSeen(
			before.map(({ origin }) => origin),
			seen
		);
		const createdAt = deps.clock.now();
		yield* q(tx.db.delete(embedOrigins).where(whose(tx, organizationId, environment)));
		if (wanted.length > 0)
			yield* q(
				tx.db.insert(embedOrigins).values(wanted.map((origin) => ({ organizationId, environment, origin, createdAt })))
			);
		yield* record(tx, deps, {
			organizationId,
			actor: { type: 'operator', id: userId },
			action: 'embed_origins.saved',
			detail: { environment, origins: wanted.join(' ') }
		});
		return wanted;
	});
}

/**
 * The CSP source list of the embedded page for one publishable key: who may frame it. A key that is not known selects what an
 * organization without a list has in test: the page then holds nothing and does nothing but say so.
 */
export async function frameAncestorsFor(
	deps: { store: Store; clock: Clock },
	publishableKey: string
): Promise<{ known: boolean; ancestors: string }> {
	try {
		const { organizationId, environment } = await readPublishableKey(deps, publishableKey);
		const origins = await readEmbedOrigins(deps, organizationId, environment);
		return { known: true, ancestors: ancestorsOf(origins, environment) };
	} catch (cause) {
		if (cause instanceof AppError && cause.code === 'API_KEY_INVALID')
			return { known: false, ancestors: ancestorsOf([], 'test') };
		throw cause;
	}
}

const selectOrigins = ({ db, t }: Pick<Tx, 'db' | 't'>, organizationId: string, environment: Environment) =>
	db
		.select({ origin: t.embedOrigins.origin })
		.from(t.embedOrigins)
		.where(whose({ t }, organizationId, environment))
		.orderBy(asc(t.embedOrigins.origin));

const whose = ({ t }: Pick<Tx, 't'>, organizationId: string, environment: Environment) =>
	and(eq(t.embedOrigins.organizationId, organizationId), eq(t.embedOrigins.environment, environment));
