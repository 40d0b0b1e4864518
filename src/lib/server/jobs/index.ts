export {
	bindJob,
	defineJob,
	type BoundJob,
	type DeadReason,
	type JobContext,
	type JobDefinition,
	type JobHandler
} from './defineJob';
export { enqueue, enqueueAll, hasten, hastenGroup, postponeGroup } from './queue';
export { createRunner, type Runner, type RunnerDeps, type RunnerOptions } from './runner';
export { LeaseLost, RetryAt } from './signals';
