/** What a person wrote, sealed with the session key under the id of the row that it stands in. */
import { open, seal } from '$lib/server/platform';

type Kind = 'comment' | 'applicantComment';

export const sealComment = (key: Buffer, kind: Kind, rowId: string, words: string | undefined): Buffer | null =>
	words ? seal(key, Buffer.from(words, 'utf8'), `${kind}|${rowId}`) : null;

/** Null where nothing was written, or the key is gone. */
export const openComment = (key: Buffer | null, kind: Kind, rowId: string, sealed: Buffer | null): string | null =>
	key && sealed ? open(key, sealed, `${kind}|${rowId}`).toString('utf8') : null;
