/** Sealed bytes by key. Knows no plaintext: callers seal before `put` (see encryption.ts) and open after `get`. */
export interface BlobStore {
	/** Durable when it returns (file and folder synced). The same key twice is refused. */
	put(key: string, sealed: Uint8Array): Promise<void>;
	/** Null when there is no such blob. */
	get(key: string): Promise<Buffer | null>;
	/** Overwrites nothing, forgets all: deleting what is not there is fine. */
	delete(key: string): Promise<void>;
}
