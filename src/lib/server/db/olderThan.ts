import { and, lt, lte, or, type Column, type SQL } from 'drizzle-orm';
import type { Position } from '$lib/server/platform';

/**
 * What comes after a place in a list that goes by time and then id, newest first. The first condition lets an index start there; the
 * second settles rows of the same millisecond.
 */
export const olderThan = (at: Column, id: Column, place: Position): SQL | undefined =>
	and(lte(at, place.at), or(lt(at, place.at), lt(id, place.id)));
