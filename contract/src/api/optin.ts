/**
 * Consent with proof: sign-ups, wordings, forms, the suppression list, requests about a person's data.
 *
 * GET  /api/r/:retailerId/consent/overview                      consent.read  → ConsentOverview
 * GET  /api/r/:retailerId/consent/settings                      consent.read  → ConsentSettingsBody
 * PUT  /api/r/:retailerId/consent/settings                      consent.write ConsentSettingsBody → ConsentSettingsBody
 * GET  /api/r/:retailerId/consent/signups?state&search&before   consent.read  → SignupList
 * POST /api/r/:retailerId/consent/signups                       consent.write StaffSignup → SignupTaken
 * GET  /api/r/:retailerId/consent/signups/:signupId             consent.read  → SignupDetail
 * POST /api/r/:retailerId/consent/signups/:signupId/resend      consent.write → SignupTaken
 * GET  /api/r/:retailerId/consent/signups/:signupId/proof?lang  shopper.export → printable HTML
 * GET  /api/r/:retailerId/consent/wordings                      consent.read  → WordingList
 * POST /api/r/:retailerId/consent/wordings                      consent.write WordingBody → WordingOne
 * POST /api/r/:retailerId/consent/wordings/:wordingId/versions  consent.write WordingBody → WordingOne
 * GET  /api/r/:retailerId/consent/forms                         consent.read  → FormList
 * POST /api/r/:retailerId/consent/forms                         consent.write FormBody → FormOne
 * GET  /api/r/:retailerId/consent/forms/:formId                 consent.read  → FormOne
 * PUT  /api/r/:retailerId/consent/forms/:formId                 consent.write FormBody → FormOne
 * POST /api/r/:retailerId/consent/forms/:formId/status          consent.write FormStatusBody → FormOne
 * POST /api/r/:retailerId/consent/form-preview?lang            consent.read  FormBody → FormPreview
 * GET  /api/r/:retailerId/consent/suppressions?reason&before    consent.read  → SuppressionList
 * POST /api/r/:retailerId/consent/suppressions/find             consent.read  AddressBody → SuppressionList
 * POST /api/r/:retailerId/consent/suppressions                  consent.write AddressBody → SuppressionList
 * DELETE /api/r/:retailerId/consent/suppressions/:suppressionId consent.write → 204
 * GET  /api/r/:retailerId/consent/data-requests                 consent.read  → DataRequestList
 * POST /api/r/:retailerId/consent/data-requests/:requestId/done consent.write → DataRequestList
 *
 * For everybody, without log-in: GET|POST /f/:formId, GET /f/:formId.js, POST /v1/forms/:formId,
 * GET|POST /m/c/:token (confirm), /m/u/:token (unsubscribe), /m/p/:token (preferences), /m/d/:token (confirm what was asked
 * for there).
 */
import { z } from 'zod';
import { FORM_KINDS, FORM_STATUSES, OPTIN_STATES, SUPPRESSION_REASONS } from '../optin.ts';
import { ADDRESS_FORMS } from '../template.ts';

const Local = z.object({ de: z.string().trim().max(2000), en: z.string().trim().max(2000) });
const Said = z.object({
  de: z.string().trim().min(1).max(2000),
  en: z.string().trim().min(1).max(2000),
});
export const TopicBody = z.object({
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
  name: Said,
  about: Local,
});

export const ConsentSettingsBody = z.object({
  topics: z.array(TopicBody).max(30),
  existingCustomers: z.object({
    on: z.boolean(),
    noticeSince: z.number().int().positive().nullable(),
    notice: Local,
    sourceIds: z.array(z.number().int()).max(100),
    similar: z.enum(['all', 'category']),
    months: z.number().int().min(1).max(60),
  }),
});
export type ConsentSettingsBody = z.infer<typeof ConsentSettingsBody>;

/** The page's first look. Counts of shoppers, not of statements. */
export const ConsentOverview = z.object({
  /** Shoppers whose consent to advertising stands now, by channel. */
  granted: z.array(z.object({ channel: z.string(), shoppers: z.number().int() })),
  /** Of the last 30 days. */
  signups: z.number().int(),
  confirmed: z.number().int(),
  withdrawn: z.number().int(),
  /** Now. */
  waiting: z.number().int(),
  suppressed: z.array(
    z.object({ reason: z.enum(SUPPRESSION_REASONS), addresses: z.number().int() }),
  ),
  openDataRequests: z.number().int(),
  /** 30 days, oldest first: confirmed and withdrawn. */
  days: z.array(
    z.object({
      day: z.string(),
      confirmed: z.number().int(),
      withdrawn: z.number().int(),
    }),
  ),
});
export type ConsentOverview = z.infer<typeof ConsentOverview>;

const SignupRow = z.object({
  id: z.string(),
  email: z.string(),
  state: z.enum(OPTIN_STATES),
  /** Form or place; null when the form is gone. */
  form: z.object({ id: z.string(), name: z.string() }).nullable(),
  staff: z.string().nullable(),
  store: z.string().nullable(),
  requestedAt: z.number(),
  confirmedAt: z.number().nullable(),
  expiresAt: z.number(),
  /** How the confirmation mail fared; null until it was handed over. */
  mail: z.enum(['waiting', 'sent', 'failed']),
  profileId: z.string(),
});
export type SignupRow = z.infer<typeof SignupRow>;

export const SignupQuery = z.object({
  state: z.enum(OPTIN_STATES).optional(),
  search: z.string().trim().max(200).optional(),
  before: z.uuid().optional(),
});
export const SignupList = z.object({ signups: z.array(SignupRow), next: z.string().nullable() });
export type SignupList = z.infer<typeof SignupList>;

/** Staff take an address at the counter; the same confirmation mail goes out. */
export const StaffSignup = z.object({
  email: z.string().trim().min(3).max(200),
  wordingId: z.uuid(),
  language: z.enum(['de', 'en']),
  store: z.string().trim().max(200).nullable(),
  firstName: z.string().trim().max(80).nullable(),
});
export type StaffSignup = z.infer<typeof StaffSignup>;
/** `already`: this address is confirmed; no mail was sent. */
export const SignupTaken = z.object({
  outcome: z.enum(['mail_sent', 'already', 'too_often', 'suppressed']),
});
export type SignupTaken = z.infer<typeof SignupTaken>;

/** Everything that proves one sign-up. Times in ms since 1970, UTC. */
export const SignupDetail = SignupRow.extend({
  purpose: z.string(),
  channel: z.string(),
  language: z.enum(['de', 'en']),
  topics: z.array(z.string()),
  firstName: z.string().nullable(),
  wording: z.string(),
  wordingName: z.string(),
  wordingVersion: z.number().int(),
  page: z.string().nullable(),
  requestIp: z.string().nullable(),
  requestUserAgent: z.string().nullable(),
  requestEventId: z.string(),
  mailMessageId: z.string().nullable(),
  mailHash: z.string().nullable(),
  mailSentAt: z.number().nullable(),
  confirmIp: z.string().nullable(),
  confirmUserAgent: z.string().nullable(),
  confirmEventId: z.string().nullable(),
  withdrawnAt: z.number().nullable(),
});
export type SignupDetail = z.infer<typeof SignupDetail>;
export const SignupProofQuery = z.object({ lang: z.enum(['de', 'en']).default('de') });

export const WordingBody = z.object({ name: z.string().trim().min(1).max(120), texts: Said });
export type WordingBody = z.infer<typeof WordingBody>;
const WordingVersion = z.object({
  version: z.number().int(),
  texts: Said,
  at: z.number(),
  by: z.string(),
  /** Sign-ups that agreed to exactly this version. */
  signups: z.number().int(),
});
export const WordingOne = z.object({
  id: z.string(),
  name: z.string(),
  version: z.number().int(),
  texts: Said,
  changedAt: z.number(),
  /** Newest first. */
  versions: z.array(WordingVersion),
  /** Names of forms that show it. */
  forms: z.array(z.string()),
});
export type WordingOne = z.infer<typeof WordingOne>;
export const WordingList = z.object({ wordings: z.array(WordingOne) });
export type WordingList = z.infer<typeof WordingList>;

const FormTextsBody = z.object({
  headline: z.string().trim().min(1).max(120),
  text: z.string().trim().max(600),
  button: z.string().trim().min(1).max(40),
  thanks: z.string().trim().min(1).max(400),
});
const host = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/)
  .max(200);
export const FormBody = z.object({
  name: z.string().trim().min(1).max(120),
  kind: z.enum(FORM_KINDS),
  address: z.enum(ADDRESS_FORMS),
  wordingId: z.uuid(),
  topics: z.array(z.string().max(40)).max(30),
  askFirstName: z.boolean(),
  texts: z.object({ de: FormTextsBody, en: FormTextsBody }),
  popup: z.object({
    afterSeconds: z.number().int().min(0).max(600).nullable(),
    afterScroll: z.number().int().min(1).max(100).nullable(),
    onLeave: z.boolean(),
    position: z.enum(['corner', 'centre']),
    againAfterDays: z.number().int().min(1).max(365),
  }),
  hosts: z.array(host).max(20),
});
export type FormBody = z.infer<typeof FormBody>;
export const FormStatusBody = z.object({ status: z.enum(FORM_STATUSES) });
export type FormStatusBody = z.infer<typeof FormStatusBody>;

export const FormOne = FormBody.extend({
  id: z.string(),
  status: z.enum(FORM_STATUSES),
  changedAt: z.number(),
  /** Of the last 30 days. */
  signups: z.number().int(),
  confirmed: z.number().int(),
});
export type FormOne = z.infer<typeof FormOne>;
export const FormList = z.object({ forms: z.array(FormOne) });
export type FormList = z.infer<typeof FormList>;
export const FormPreviewQuery = z.object({ lang: z.enum(['de', 'en']).default('de') });
/** The form as shoppers see it: a page of its own, to be shown in a frame without scripts. */
export const FormPreview = z.object({ html: z.string() });
export type FormPreview = z.infer<typeof FormPreview>;

const SuppressionRow = z.object({
  id: z.string(),
  channel: z.enum(['email', 'phone']),
  /** Null once the person was erased: only its keyed hash is kept then. */
  address: z.string().nullable(),
  reason: z.enum(SUPPRESSION_REASONS),
  note: z.string().nullable(),
  at: z.number(),
});
export type SuppressionRow = z.infer<typeof SuppressionRow>;
export const SuppressionQuery = z.object({
  reason: z.enum(SUPPRESSION_REASONS).optional(),
  before: z.uuid().optional(),
});
export const SuppressionList = z.object({
  suppressions: z.array(SuppressionRow),
  next: z.string().nullable(),
});
export type SuppressionList = z.infer<typeof SuppressionList>;
/** An e-mail address or a phone number. POST, so that it stands in no log. */
export const AddressBody = z.object({
  address: z.string().trim().min(3).max(200),
  note: z.string().trim().max(300).optional(),
});
export type AddressBody = z.infer<typeof AddressBody>;

const DataRequest = z.object({
  id: z.string(),
  kind: z.enum(['export', 'erasure']),
  profileId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  requestedAt: z.number(),
  /** When they confirmed it from their own mailbox; null = staff have to make sure who asks. */
  confirmedAt: z.number().nullable(),
  /** The law gives a month. */
  dueAt: z.number(),
  doneAt: z.number().nullable(),
  doneBy: z.string().nullable(),
});
export type DataRequest = z.infer<typeof DataRequest>;
export const DataRequestList = z.object({ requests: z.array(DataRequest) });
export type DataRequestList = z.infer<typeof DataRequestList>;
