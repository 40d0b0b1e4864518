import { z } from 'zod';

/** Text that both databases store and give back unchanged: no NUL, no lone surrogates, at most `maxLength` UTF-16 units. */
export const text = (maxLength: number) =>
	z.string().max(maxLength).refine(isStorable, 'holds characters that cannot be stored');

/** No NUL and no lone surrogate, in no text and no name of a JSON value. JSON.stringify would hide both behind escapes. */
export function isStorable(value: unknown): boolean {
	if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
	if (typeof value !== 'object' || value === null) return true;
	return Object.entries(value).every(([name, inner]) => isStorable(name) && isStorable(inner));
}
