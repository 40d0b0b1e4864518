export type { ChangeOptions } from './changing.js';
export { createClient, type Client, type ClientOptions } from './client.js';
export {
	UniicyApiError,
	UniicyConnectionError,
	UniicySignatureError,
	type ErrorCode,
	type FieldProblem
} from './errors.js';
export * as webhooks from './webhooks.js';
export type * from './types.js';
