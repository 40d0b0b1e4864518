import { AppError } from './appError';

/** A place in a list: when, by whatever the list goes by, and which of that millisecond. */
export interface Position {
	at: number;
	id: string;
}

export const formatCursor = ({ at, id }: Position): string => Buffer.from(`${at}.${id}`, 'utf8').toString('base64url');

/** Throws VALIDATION_FAILED on what is none of ours. */
export function parseCursor(cursor: string): Position {
	const match = /^(\d{1,16})\.([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
	if (!match?.[1] || !match[2])
		throw new AppError('VALIDATION_FAILED', { fields: [{ path: 'cursor', message: 'is not one of ours' }] });
	return { at: Number(match[1]), id: match[2] };
}
