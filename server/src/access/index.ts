/** The front door of access: who may come in, and what was done. */
export { type Access, type AccessOptions, createAccess } from './access.ts';
export {
  type Actor,
  type AuditNote,
  type By,
  changesOf,
  SYSTEM,
  type WriteAudit,
} from './audit.ts';
export type { OpenRetailer } from './account.ts';
export { addressGroup, type Limit, type Limits } from './limit.ts';
export type { MemberInput } from './member.ts';
export type { Queryable, RetailerRow } from './queries.ts';
export { retailersOf } from './queries.ts';
export { resetPassword } from './reset.ts';
export { accessRoutes } from './routes.ts';
export { hashSecret, newSecret, WRITE_KEY_PREFIX } from './secret.ts';
export type { Person } from './session.ts';
