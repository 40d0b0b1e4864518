import { randomBytes, randomUUID } from 'node:crypto';

/** Ids and secrets, all from the CSPRNG. Tests may pass their own. */
export interface Ids {
	/** A version 4 UUID: an id, never a credential. */
	uuid(): string;
	/** `byteLength` random bytes as lower-case hex. */
	hex(byteLength: number): string;
	bytes(byteLength: number): Buffer;
}

export const systemIds: Ids = {
	uuid: () => randomUUID(),
	hex: (byteLength) => randomBytes(byteLength).toString('hex'),
	bytes: (byteLength) => randomBytes(byteLength)
};
