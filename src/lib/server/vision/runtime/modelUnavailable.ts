import type { ModelId } from './manifest';

export type ModelUnavailableReason = 'not_in_manifest' | 'missing' | 'altered' | 'not_loadable';

/** A model that cannot be run. The check that needed it is `not_run`, never passed. */
export class ModelUnavailable extends Error {
	readonly modelId: ModelId;
	readonly reason: ModelUnavailableReason;

	constructor(modelId: ModelId, reason: ModelUnavailableReason, options?: ErrorOptions) {
		super(`model ${modelId} is ${reason}; \`node scripts/prepare-models.mjs\` puts it right`, options);
		this.name = 'ModelUnavailable';
		this.modelId = modelId;
		this.reason = reason;
	}
}
