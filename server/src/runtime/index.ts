export { type Breath, createBreath } from './breath.ts';
export { type Clock, type FixedClock, fixedClock, systemClock } from './clock.ts';
export {
  type Config,
  ConfigError,
  loadConfig,
  publicUrl,
  SETTINGS,
  settingsPage,
} from './config.ts';
export {
  checkServer,
  type Database,
  type DatabaseOptions,
  DatabaseProblem,
  databaseIsAway,
  type JsonInput,
  openDatabase,
  openPool,
  SCHEMA,
  type Sql,
  type TransactionSql,
} from './database.ts';
export { createGrowth, type Growth } from './growth.ts';
export { createIds, type Ids, seededIds, systemIds } from './ids.ts';
export { createJobs, type JobHandler, type JobOptions, type Jobs } from './jobs.ts';
export { createLog, type Log, silentLog, withoutPersonal } from './log.ts';
export { type Migration, migrate, readMigrations } from './migrate.ts';
export {
  type EmbeddedPostgres,
  PostgresProblem,
  runningUrl,
  startEmbedded,
} from './postgres/index.ts';
export { type Random, seededRandom, systemRandom } from './random.ts';
export { createHttp, type Http, type HttpOptions } from './http.ts';
export {
  type FailureBody,
  failureBody,
  failureOf,
  failureOfDatabase,
  sendFailure,
} from './http-failure.ts';
export { healthRoutes } from './health.ts';
export { escapeHtml } from './html.ts';
export { createLive, type Live, type LiveBatch, type Publication } from './live.ts';
export { type Pause, systemPause } from './pause.ts';
export { pipelined } from './pipelined.ts';
export { createRounds, type Rounds } from './rounds.ts';
export { createThread, type Thread } from './thread.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { serveApplication, serveFolder } from './static.ts';
export { type Installation, openInstallation, type OpenOptions } from './installation.ts';
export { installationRoot } from './root.ts';
export { createVault, openVault, SecretProblem, type Vault } from './secret.ts';
export {
  BackupProblem,
  type BackupReport,
  backup,
  keyBeside,
  type KeyFate,
  type RestoreReport,
  restore,
  restoreKey,
  saveKey,
} from './backup/index.ts';
export { dumpSchema } from './schema-dump.ts';
