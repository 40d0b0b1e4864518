export type { BlobStore } from './blobStore';
export { openObject, sealObject, type SealedObject } from './encryption';
export { openLocalDisk } from './localDisk';
