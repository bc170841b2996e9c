/** Retention: what is kept no longer than needed. */
export { createRetention, type Retention, type RetentionDeps, type Swept } from './retention.ts';
