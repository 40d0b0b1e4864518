export { linkAuditEvents } from './chain';
export { record, type AuditEntry } from './record';
export { parseCheckpoint, verifyAuditChain, type ChainProblem, type ChainReport } from './verifyChain';
