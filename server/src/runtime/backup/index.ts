export { backup, type BackupReport } from './backup.ts';
export { BackupProblem } from './frames.ts';
export { restore, type RestoreReport } from './restore.ts';
export { keyBeside, type KeyFate, restoreKey, saveKey } from './key.ts';
