/**
 * The audit log: who did what at this retailer, newest first.
 *
 * GET /api/r/:retailerId/audit?action=&actor=&before=&limit=   audit.read → AuditAnswer
 */
import { z } from 'zod';

/** What the audit log can say. Closed list; the console has a sentence for each. */
export const AUDIT_ACTIONS = [
  'session.signed_in',
  'session.sign_in_failed',
  'password.changed',
  'passkey.added',
  'passkey.removed',
  'staff.joined',
  'staff.role_changed',
  'staff.removed',
  'invitation.created',
  'invitation.revoked',
  'api_key.created',
  'api_key.revoked',
  'retailer.created',
  'retailer.changed',
  'retention.changed',
  'source.created',
  'source.changed',
  'source.deleted',
  'write_key.created',
  'write_key.revoked',
  'import.started',
  'import.undone',
  'shopper.merged',
  'shopper.unmerged',
  'shopper.exported',
  'shopper.erased',
  'consent.changed',
  'dead_letter.changed',
  'demo.changed',
  'segment.changed',
  'offer.changed',
  'offer.code_changed',
  'campaign.changed',
  'decision.settings_changed',
  'placement.changed',
  'journey.changed',
  'channel.changed',
  'template.changed',
  'brand.changed',
  'picture.changed',
  'broadcast.changed',
] as const;
export const auditActionSchema = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof auditActionSchema>;

export const auditEntrySchema = z.object({
  id: z.uuid(),
  at: z.number(),
  actor: z.object({ kind: z.enum(['staff', 'key', 'system']), id: z.string(), name: z.string() }),
  action: auditActionSchema,
  /** What it was done to, in words that can be read later: `staff:0190…`, `source:3`. */
  target: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditQuerySchema = z.object({
  action: auditActionSchema.optional(),
  /** Id of a member of staff or of an API key. */
  actor: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  /** `next` of the page before. */
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

export const auditAnswerSchema = z.object({
  entries: z.array(auditEntrySchema),
  /** Cursor of the next page, null at the end. */
  next: z.uuid().nullable(),
});
export type AuditAnswer = z.infer<typeof auditAnswerSchema>;
