export { openStore, q, type Dialect, type Schema, type Store, type Tx, type Work } from './store';
export { isUniqueViolation } from './errors';
