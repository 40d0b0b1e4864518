import { hostOf, initAt } from './init.js';

/** As the main entry, but it does not look at where it was loaded from: name your `host`. */
export const init = initAt(hostOf(null));
export type * from './types.js';
