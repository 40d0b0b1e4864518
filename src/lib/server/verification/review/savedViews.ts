import { and, asc, eq } from 'drizzle-orm';
import type { OperatorPrincipal } from '$lib/server/auth';
import type { Deps } from '$lib/server/deps';
import { AppError } from '$lib/server/platform';

/** Views of one person in one organization. */
const VIEWS_AT_MOST = 50;

export interface SavedView {
	id: string;
	name: string;
	/** The list's address without its path. */
	query: string;
}

/** The operator's own views, by name. */
export async function listViews(deps: Deps, operator: OperatorPrincipal): Promise<SavedView[]> {
	const { savedViews } = deps.store.t;
	return deps.store.db
		.select({ id: savedViews.id, name: savedViews.name, query: savedViews.query })
		.from(savedViews)
		.where(own(deps, operator))
		.orderBy(asc(savedViews.name))
		.limit(VIEWS_AT_MOST);
}

/** Under a name that is there already, the older view gives way. */
export async function saveView(
	deps: Deps,
	operator: OperatorPrincipal,
	input: { name: string; query: string }
): Promise<SavedView> {
	const { savedViews } = deps.store.t;
	const views = await listViews(deps, operator);
	if (views.length >= VIEWS_AT_MOST && !views.some(({ name }) => name === input.name))
		throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'name', message: `at most ${VIEWS_AT_MOST} views` }] });
	const { organizationId, userId } = operator;
	const [row] = await deps.store.db
		.insert(savedViews)
		.values({ id: deps.ids.uuid(), organizationId, userId, ...input, createdAt: deps.clock.now() })
		.onConflictDoUpdate({
			target: [savedViews.organizationId, savedViews.userId, savedViews.name],
			set: { query: input.query }
		})
		.returning({ id: savedViews.id, name: savedViews.name, query: savedViews.query });
	if (!row) throw new AppError('INTERNAL_ERROR', { internal: 'the view was not written' });
	return row;
}

/** NOT_FOUND where the view is somebody else's. */
export async function removeView(deps: Deps, operator: OperatorPrincipal, { id }: { id: string }): Promise<void> {
	const { savedViews } = deps.store.t;
	const gone = await deps.store.db
		.delete(savedViews)
		.where(and(own(deps, operator), eq(savedViews.id, id)))
		.returning({ id: savedViews.id });
	if (gone.length === 0) throw new AppError('NOT_FOUND');
}

const own = (deps: Deps, operator: OperatorPrincipal) =>
	and(
		eq(deps.store.t.savedViews.organizationId, operator.organizationId),
		eq(deps.store.t.savedViews.userId, operator.userId)
	);
