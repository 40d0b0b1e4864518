/** Pure. Whether two values of a field say the same: letters and digits count; case, accents, spaces and punctuation do not. */
export const isSameValue = (a: string, b: string): boolean => plain(a) === plain(b);

const plain = (text: string): string =>
	text
		.normalize('NFD')
		.toUpperCase()
		.replace(/[^\p{L}\p{N}]/gu, '');
