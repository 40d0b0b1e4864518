import { hostOf, initAt } from './init.js';

/** `host` is the server that this module was loaded from, where it is one of ours. */
export const init = initAt(hostOf(import.meta.url));
export type * from './types.js';
