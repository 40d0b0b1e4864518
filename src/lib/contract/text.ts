import { z } from 'zod';

/** Text that both databases store and give back unchanged: no NUL, no lone surrogates, at most `maxLength` UTF-16 units. */
export const text = (maxLength: number) =>
	z
		.string()
		.max(maxLength)
		.refine((value) => !value.includes('\0') && value.isWellFormed(), 'holds characters that cannot be stored');
