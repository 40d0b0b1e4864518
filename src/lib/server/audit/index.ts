export { linkAuditEvents, linkSomeEvents, type AuditRow } from './chain';
export { checkStretch } from './checkStretch';
export {
	auditExportKey,
	exportAudit,
	verifyAuditExport,
	type AuditExportFormat,
	type ExportReport
} from './exportAudit';
export { findAuditPage, type FoundAuditRow } from './findAuditPage';
export { record, type AuditEntry } from './record';
export { parseCheckpoint, verifyAuditChain, type ChainProblem, type ChainReport } from './verifyChain';
