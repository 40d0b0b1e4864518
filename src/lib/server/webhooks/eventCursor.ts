import { AppError } from '$lib/server/platform';

/** A place among events, by time and then id. */
export interface EventPosition {
	createdAt: number;
	id: string;
}

export const formatEventCursor = ({ createdAt, id }: EventPosition): string =>
	Buffer.from(`${createdAt}|${id}`).toString('base64url');

/** @throws VALIDATION_FAILED for what is none of ours. */
export function parseEventCursor(cursor: string): EventPosition {
	const [, createdAt, id] = /^(\d{1,16})\|(evt_[0-9a-f]{32})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
	if (createdAt === undefined || id === undefined)
		throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'cursor', message: 'is not one that we gave' }] });
	return { createdAt: Number(createdAt), id };
}
