/**
 * Signing in, the own account, passkeys, sessions, first set-up.
 *
 * GET /api/session → SessionAnswer (also when nobody is signed in)
 * POST /api/session SignInRequest → SignedIn
 * DELETE /api/session sign out → 204
 * POST /api/session/passkey/options → PasskeyOptionsAnswer (hand `options` to startAuthentication)
 * POST /api/session/passkey PasskeyAnswerRequest → SignedIn
 * GET /api/setup/:token → SetupAnswer (410 link_expired when used or old)
 * POST /api/setup SetupRequest → SignedIn
 * PATCH /api/me MeRequest → StaffAccount
 * POST /api/me/password PasswordRequest → 204; signs all other devices out
 * GET /api/me/passkeys → PasskeysAnswer
 * POST /api/me/passkeys/options → PasskeyOptionsAnswer (hand `options` to startRegistration)
 * POST /api/me/passkeys NewPasskeyRequest → Passkey
 * DELETE /api/me/passkeys/:passkeyId → 204
 * GET /api/me/sessions → OwnSessionsAnswer
 * DELETE /api/me/sessions/:sessionId → 204
 *
 * All times are milliseconds since 1970 (UTC).
 */
import { z } from 'zod';
import { ROLES } from '../role.ts';

/** Languages the console speaks. */
export const LOCALES = ['de', 'en'] as const;
export const localeSchema = z.enum(LOCALES);
export type Locale = z.infer<typeof localeSchema>;

/** An e-mail address as typed; stored and compared in lower case without surrounding space. */
export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email());

/**
 * A password to be set. What makes it too weak beyond its length is answered as `password_weak`.
 */
export const newPasswordSchema = z.string().min(10).max(200);

/**
 * One line of text as a person types it: a name, a label. Control characters are refused; NUL fits
 * no table.
 */
export const lineSchema = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^\P{Cc}*$/u, 'control characters');
const secretToken = z.string().min(20).max(200);

/** The person who is signed in. */
export const staffAccountSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  locale: localeSchema,
  hasPassword: z.boolean(),
  /** One of the printed log-ins of the demo retailer. */
  demo: z.boolean(),
});
export type StaffAccount = z.infer<typeof staffAccountSchema>;

/** A retailer the person belongs to, with the role there. */
export const retailerOfStaffSchema = z.object({
  id: z.int(),
  name: z.string(),
  role: z.enum(ROLES),
  currency: z.string(),
  timeZone: z.string(),
  locale: localeSchema,
  /** `#rrggbb` */
  colour: z.string(),
  demo: z.boolean(),
});
export type RetailerOfStaff = z.infer<typeof retailerOfStaffSchema>;

export const signedInSchema = z.object({
  signedIn: z.literal(true),
  staff: staffAccountSchema,
  retailers: z.array(retailerOfStaffSchema),
});
export type SignedIn = z.infer<typeof signedInSchema>;

export const sessionAnswerSchema = z.discriminatedUnion('signedIn', [
  signedInSchema,
  z.object({
    signedIn: z.literal(false),
    /** True until the installation's first owner has used the link printed in the terminal. */
    setupOpen: z.boolean(),
  }),
]);
export type SessionAnswer = z.infer<typeof sessionAnswerSchema>;

export const signInRequestSchema = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .min(1)
    .max(254)
    .regex(/^\P{Cc}*$/u, 'control characters'),
  password: z.string().min(1).max(200),
});
export type SignInRequest = z.infer<typeof signInRequestSchema>;

/**
 * Options for the browser's WebAuthn call in the JSON form of the standard; passed on as they are.
 */
export const passkeyOptionsAnswerSchema = z.object({ options: z.record(z.string(), z.unknown()) });
export type PasskeyOptionsAnswer = z.infer<typeof passkeyOptionsAnswerSchema>;

const text = z.string().max(20_000);
/** What `startAuthentication` / `startRegistration` gave; checked in depth by the server. */
const credentialSchema = z.object({
  id: z.string().max(2_000),
  rawId: z.string().max(2_000),
  type: z.literal('public-key'),
  response: z.record(z.string(), z.union([text, z.array(text).max(20), z.number(), z.null()])),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
});
export const passkeyAnswerRequestSchema = z.object({ credential: credentialSchema });
export type PasskeyAnswerRequest = z.infer<typeof passkeyAnswerRequestSchema>;

export const newPasskeyRequestSchema = z.object({ name: lineSchema, credential: credentialSchema });
export type NewPasskeyRequest = z.infer<typeof newPasskeyRequestSchema>;

export const passkeySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
  /** Kept in a cloud keychain, so that it survives the loss of the device. */
  backedUp: z.boolean(),
});
export type Passkey = z.infer<typeof passkeySchema>;
export const passkeysAnswerSchema = z.object({ passkeys: z.array(passkeySchema) });
export type PasskeysAnswer = z.infer<typeof passkeysAnswerSchema>;

export const ownSessionSchema = z.object({
  id: z.uuid(),
  createdAt: z.number(),
  lastSeenAt: z.number(),
  userAgent: z.string(),
  address: z.string(),
  /** The session that asks. */
  current: z.boolean(),
});
export type OwnSession = z.infer<typeof ownSessionSchema>;
export const ownSessionsAnswerSchema = z.object({ sessions: z.array(ownSessionSchema) });
export type OwnSessionsAnswer = z.infer<typeof ownSessionsAnswerSchema>;

/** What the set-up page shows before the form is sent. */
export const setupAnswerSchema = z.object({ expiresAt: z.number() });
export type SetupAnswer = z.infer<typeof setupAnswerSchema>;

/** Creates the installation's first owner and, when named, the first own retailer. */
export const setupRequestSchema = z.object({
  token: secretToken,
  email: emailSchema,
  name: lineSchema,
  password: newPasswordSchema,
  locale: localeSchema,
  retailer: z
    .object({
      name: lineSchema,
      currency: z.string().regex(/^[A-Z]{3}$/),
      timeZone: z.string().min(1).max(64),
    })
    .optional(),
});
export type SetupRequest = z.infer<typeof setupRequestSchema>;

export const meRequestSchema = z
  .object({ name: lineSchema, locale: localeSchema })
  .partial()
  .refine((me) => Object.keys(me).length > 0, 'name or locale is needed');
export type MeRequest = z.infer<typeof meRequestSchema>;

export const passwordRequestSchema = z.object({
  /** Needed when the account has a password. */
  current: z.string().max(200).optional(),
  next: newPasswordSchema,
});
export type PasswordRequest = z.infer<typeof passwordRequestSchema>;
