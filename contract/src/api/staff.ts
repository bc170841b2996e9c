/**
 * Who works at a retailer: members, invitations, API keys.
 *
 * GET /api/r/:retailerId/staff staff.read → StaffAnswer
 * PATCH /api/r/:retailerId/staff/:staffId staff.write RoleRequest → StaffMember
 * DELETE /api/r/:retailerId/staff/:staffId staff.write → 204 (409 last_owner)
 * GET /api/r/:retailerId/invitations staff.read → InvitationsAnswer (open ones)
 * POST /api/r/:retailerId/invitations staff.write NewInvitationRequest → NewInvitation
 * DELETE /api/r/:retailerId/invitations/:invitationId staff.write → 204
 * GET /api/invitations/:token anybody with the link → InvitationShown
 * POST /api/invitations/:token AcceptInvitationRequest → SignedIn (session.ts)
 * GET /api/r/:retailerId/api-keys key.write → ApiKeysAnswer
 * POST /api/r/:retailerId/api-keys key.write NewApiKeyRequest → NewApiKey
 * DELETE /api/r/:retailerId/api-keys/:keyId key.write → 204 (revokes)
 */
import { z } from 'zod';
import { PERMISSIONS, ROLES } from '../role.ts';
import { emailSchema, lineSchema, newPasswordSchema } from './session.ts';

const roleSchema = z.enum(ROLES);
const permissionSchema = z.enum(PERMISSIONS);

export const staffMemberSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  since: z.number(),
  lastSeenAt: z.number().nullable(),
  passkeys: z.int(),
  /** The person who asks. */
  self: z.boolean(),
});
export type StaffMember = z.infer<typeof staffMemberSchema>;
export const staffAnswerSchema = z.object({ staff: z.array(staffMemberSchema) });
export type StaffAnswer = z.infer<typeof staffAnswerSchema>;

export const roleRequestSchema = z.object({ role: roleSchema });
export type RoleRequest = z.infer<typeof roleRequestSchema>;

export const newInvitationRequestSchema = z.object({ email: emailSchema, role: roleSchema });
export type NewInvitationRequest = z.infer<typeof newInvitationRequestSchema>;

export const invitationSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  role: roleSchema,
  invitedBy: z.string(),
  createdAt: z.number(),
  expiresAt: z.number(),
});
export type Invitation = z.infer<typeof invitationSchema>;
export const invitationsAnswerSchema = z.object({ invitations: z.array(invitationSchema) });
export type InvitationsAnswer = z.infer<typeof invitationsAnswerSchema>;

/**
 * The link is shown this once; only its hash is kept. The console's page for it is
 * /invitation/:token.
 */
export const newInvitationSchema = invitationSchema.extend({ url: z.string() });
export type NewInvitation = z.infer<typeof newInvitationSchema>;

/** What the person with the link sees before accepting. */
export const invitationShownSchema = z.object({
  retailerName: z.string(),
  invitedBy: z.string(),
  email: z.string(),
  role: roleSchema,
  expiresAt: z.number(),
  /**
   * True: ask for the existing password (or nothing when already signed in). False: ask for name
   * and a new password.
   */
  hasAccount: z.boolean(),
  /** The browser is signed in as the invited person: accepting needs an empty body. */
  signedInAsInvited: z.boolean(),
});
export type InvitationShown = z.infer<typeof invitationShownSchema>;

export const acceptInvitationRequestSchema = z.union([
  z.object({ name: lineSchema, newPassword: newPasswordSchema }),
  z.object({ password: z.string().min(1).max(200) }),
  z.strictObject({}),
]);
export type AcceptInvitationRequest = z.infer<typeof acceptInvitationRequestSchema>;

export const apiKeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  /** First characters, to recognise a key by: `agb_sk_3fT9…`. */
  hint: z.string(),
  role: roleSchema,
  /**
   * What the key may do: what its role may, never more than was asked for, never managing staff,
   * keys or retailer.
   */
  permissions: z.array(permissionSchema),
  createdBy: z.string(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
  revokedAt: z.number().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
export const apiKeysAnswerSchema = z.object({ keys: z.array(apiKeySchema) });
export type ApiKeysAnswer = z.infer<typeof apiKeysAnswerSchema>;

export const newApiKeyRequestSchema = z.object({
  name: lineSchema,
  role: roleSchema.exclude(['owner']),
  /** A part of the role's rights; all of them when left out. */
  permissions: z.array(permissionSchema).min(1).optional(),
});
export type NewApiKeyRequest = z.infer<typeof newApiKeyRequestSchema>;

/** `key` is shown this once. */
export const newApiKeySchema = apiKeySchema.extend({ key: z.string() });
export type NewApiKey = z.infer<typeof newApiKeySchema>;
