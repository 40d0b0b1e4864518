export { AppError } from './appError';
export { systemClock, testClock, type Clock, type TestClock } from './clock';
export { loadConfig, type Config } from './config';
export { systemIds, type Ids } from './ids';
export { createKeyring, loadRootKey, type Keyring } from './keyring';
export { createLogger, type Logger } from './logger';
export { currentRequestId, withRequestId } from './requestContext';
export { open, openJson, seal, sealJson } from './seal';
