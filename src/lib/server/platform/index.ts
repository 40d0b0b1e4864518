export { AppError, type RateLimitQuota } from './appError';
export { systemClock, testClock, type Clock, type TestClock } from './clock';
export { ConfigSchema, isPostgresUrl, loadConfig, type Config, type RetentionDays } from './config';
export {
	guardedFetch,
	GuardedFetchError,
	type GuardedFetchReason,
	type GuardedRequest,
	type GuardedResponse
} from './guardedFetch';
export { isUuid, systemIds, type Ids } from './ids';
export { createKeyring, openKeyring, type Keyring } from './keyring';
export { parseRoots, readRoots, replaceRoots } from './rootKeyFile';
export { formatCursor, parseCursor, type Position } from './listCursor';
export { createLogger, type Logger } from './logger';
export { requireSeen } from './requireSeen';
export { currentRequestId, withRequestId } from './requestContext';
export { open, openJson, seal, sealJson } from './seal';
export { heedStop, stopping } from './stopping';
export { isSignedBy, publicKeyOf, signAs } from './signing';
export { csvCell, csvLine } from './csv';
export type { ResolveHost } from './resolveHost';
export { checkUrlText, type OutboundRules, type UrlRefusal, type UrlVerdict } from './urlPolicy';
export { currentTrace, underTrace } from './traceContext';
export { deviceWords, type DeviceWords } from './deviceWords';
