import type { ModelRegistry } from '../runtime';

/** Runs one model by its id in models/manifest.json; rejects with ModelUnavailable where it is not there. */
export type ModelRunner = Pick<ModelRegistry, 'run'>;
