export { BackupError, BACKUP_CODES, type BackupCode } from './backupError';
export { makeBackup, type BackupInput, type BackupReport } from './makeBackup';
export { finishRotation, rotateRoot, type RotateReport } from './rotateRoot';
export { restoreBackup, type RestoreInput, type RestoreReport } from './restoreBackup';
