import { randomBytes, randomUUID } from 'node:crypto';

/** Ids and secrets, all from the CSPRNG. Tests may pass their own. */
export interface Ids {
	/** A version 4 UUID: an id, never a credential. */
	uuid(): string;
	/** `byteLength` random bytes as lower-case hex. */
	hex(byteLength: number): string;
	bytes(byteLength: number): Buffer;
}

/** Whether it has the form of our ids, as they are written. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

export const systemIds: Ids = {
	uuid: () => randomUUID(),
	hex: (byteLength) => randomBytes(byteLength).toString('hex'),
	bytes: (byteLength) => randomBytes(byteLength)
};
