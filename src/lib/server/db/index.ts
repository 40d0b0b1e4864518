export { notify } from './changes';
export { openStore, q, type Dialect, type Schema, type Step, type Store, type Tx, type Work } from './store';
export { prepared } from './prepared';
export { isUniqueViolation } from './errors';
export { lockSession } from './lockSession';
export { olderThan } from './olderThan';
export { COUNTED_TOO_EARLY, DECIDED, STOPPED, TO_BE_COUNTED } from './schema/retention';
