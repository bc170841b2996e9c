import {
  Failure,
  type Identity,
  type RetailerId,
  keyOf,
  PREFERENCE_TRAITS,
  signupIdentity,
} from '@augenblick/contract';
import { addressGroup, hashSecret, type Limit } from '../access/index.ts';
import { speechBasis } from '../consent/index.ts';
import { deliveryId, enqueue } from '../delivery/index.ts';
import { normaliseIdentity } from '../ingest/index.ts';
import type { TransactionSql } from '../runtime/index.ts';
import type { OptinDeps } from './deps.ts';
import type { PageLanguage } from './look.ts';
import { takeAsked } from './queries-asked.ts';
import * as queries from './queries.ts';

/** How long the link of a confirmation mail holds. */
export const LINK_DAYS = 7;
/** Confirmation mails to one address: a stranger must not be able to fill somebody's mailbox. */
const MAILS_PER_ADDRESS: Limit = { name: 'signup_email', burst: 3, everyMs: 8 * 3_600_000 };
/** Sign-ups from one household or office. */
export const SIGNUPS_PER_PLACE: Limit = { name: 'signup_place', burst: 20, everyMs: 30_000 };

/** The words somebody agrees to, in the language they read. */
export interface AgreedWording {
  id: string;
  name: string;
  version: number;
  text: string;
}

/** Somebody signs up, or staff do it for them. */
export interface SignupRequest {
  retailerId: RetailerId;
  email: string;
  firstName: string | null;
  wording: AgreedWording;
  form: { id: string; name: string } | null;
  /** Topics offered and those chosen; empty where none were offered. */
  topics: { offered: readonly string[]; chosen: readonly string[] };
  language: PageLanguage;
  page: string | null;
  store: string | null;
  staff: string | null;
  /** The browser's anonymous id, where it told one. */
  browser: string | null;
  ip: string | null;
  userAgent: string | null;
  /** Of the labelled demo. */
  simulated?: boolean;
}

/** `already`: consent stands; `too_often`: enough mails today; `suppressed`: the mailbox is dead or staff barred it. */
export type SignupOutcome = 'mail_sent' | 'already' | 'too_often' | 'suppressed' | 'email_wrong';

/** The address as it is kept; undefined when it is none. Pure. */
export function emailOf(typed: string): string | undefined {
  return normaliseIdentity('email', typed)?.value;
}

/**
 * Asks for a confirmation: an event "Consent Requested" of nobody in particular – the address is only a claim –, a record of
 * it, and a mail with a link. What comes out must not be told to strangers: it says whether an address is known here.
 * `asked`: put down before under this id, see `AskedSignups`; then it is taken from there, once, whoever comes first.
 */
export async function requestSignup(
  deps: OptinDeps,
  request: SignupRequest,
  asked?: { id: string; at: number },
): Promise<{ outcome: SignupOutcome; signupId: string | null }> {
  const { retailerId } = request;
  const email = normaliseIdentity('email', request.email);
  const refuse = (outcome: SignupOutcome) => ({ outcome, signupId: null });
  if (email === undefined) return refuse('email_wrong');
  const stands = await standing(deps, retailerId, email);
  if (stands !== null) return refuse(stands);
  const waitS = await deps.limits.tryTake(MAILS_PER_ADDRESS, mailboxOf(retailerId, email.value));
  if (waitS !== null) return refuse('too_often');
  const id = asked?.id ?? deps.ids.uuid7();
  const now = asked?.at ?? deps.clock.now();
  const eventId = await askEvent(deps, request, { id, email, now });
  const token = deps.ids.token(20);
  await deps.database.withRetailer(retailerId, async (sql) => {
    if (asked !== undefined && !(await takeAsked(sql, retailerId, id))) return;
    const profileId = await queries.profileOfEvent(sql, retailerId, eventId);
    if (profileId === undefined) throw new Error('the event of a sign-up has no shopper');
    const row = rowOf(request, { id, email: email.value, now, eventId, profileId, token });
    await queries.insertSignup(sql, row);
    await mail(deps, sql, row, token);
  });
  deps.ring();
  return { outcome: 'mail_sent', signupId: id };
}

/** One mailbox under all its spellings: what stands behind a plus sorts the mail of the same person. */
export function mailboxOf(retailerId: RetailerId, email: string): string {
  return `${retailerId} ${email.replace(/\+[^@]*@/, '@')}`;
}

/** Why no mail is needed or allowed, null when one is. */
async function standing(
  deps: OptinDeps,
  retailerId: RetailerId,
  email: Identity,
): Promise<'already' | 'suppressed' | null> {
  const address = { kind: 'email', value: email.value } as const;
  return deps.database.withRetailer(retailerId, async (sql) => {
    const suppressed = (await deps.list.read(sql, retailerId, [address])).get(keyOf(address)) ?? [];
    if (suppressed.some(({ reason }) => reason === 'bounced' || reason === 'manual'))
      return 'suppressed';
    const state = await queries.stateOfEmail(sql, retailerId, email.value);
    if (state === undefined) return null;
    const answer = speechBasis({
      basis: 'marketing',
      channel: 'email',
      consents: state.consents,
      traits: {},
      topic: null,
      suppressed,
      existing: null,
      now: deps.clock.now(),
    });
    return answer.allowed ? 'already' : null;
  });
}

/** The event of a request. Its anonymous id is its own: nobody's browser is joined with an address that was only typed. */
async function askEvent(
  deps: OptinDeps,
  request: SignupRequest,
  { id, email, now }: { id: string; email: Identity; now: number },
): Promise<string> {
  const { wording, form } = request;
  const source = await deps.sourceOf(request.retailerId, 'forms');
  const [result] = await deps.submit(source, [
    {
      type: 'track',
      event: 'Consent Requested',
      messageId: `signup:${id}:requested`,
      anonymousId: signupIdentity(id),
      timestamp: new Date(now).toISOString(),
      context: {
        externalIds: [{ type: 'email', id: email.value }],
        ...placeOf(request),
        ...(request.simulated ? { simulated: true } : {}),
      },
      properties: {
        purpose: 'marketing',
        channel: 'email',
        method: 'double_opt_in',
        wording: wording.text,
        wording_version: `${wording.name} ${wording.version}`,
        place: form?.name ?? request.store,
        staff: request.staff,
        signup_id: id,
      },
    },
  ]);
  if (result === undefined || result.outcome === 'dropped') {
    throw new Error(`the event of a sign-up was dropped: ${result?.reason}`);
  }
  return result.eventId;
}

/** Where something was said: address, browser, page. */
export function placeOf(at: { ip: string | null; userAgent: string | null; page?: string | null }) {
  return {
    ...(at.ip === null ? {} : { ip: at.ip }),
    ...(at.userAgent === null ? {} : { userAgent: at.userAgent }),
    ...(at.page ? { page: { url: at.page } } : {}),
  };
}

function rowOf(
  request: SignupRequest,
  made: {
    id: string;
    email: string;
    now: number;
    eventId: string;
    profileId: string;
    token: string;
  },
): queries.NewSignup {
  const { wording, form, topics } = request;
  return {
    retailer_id: request.retailerId,
    id: made.id,
    profile_id: made.profileId,
    event_id: made.eventId,
    email: made.email,
    purpose: 'marketing',
    channel: 'email',
    form_id: form?.id ?? null,
    form_name: form?.name ?? null,
    wording_id: wording.id,
    wording_name: wording.name,
    wording_version: wording.version,
    wording: wording.text,
    language: request.language,
    // Kept as what was offered and not wanted, so that a topic added later is not switched off. No choice means no limit:
    // boxes begin empty, because a tick that somebody else set is no wish.
    topics:
      topics.chosen.length === 0
        ? []
        : topics.offered.filter((key) => !topics.chosen.includes(key)),
    first_name: request.firstName,
    page: request.page,
    store: request.store,
    staff: request.staff,
    browser: request.browser,
    requested_at: new Date(made.now),
    request_ip: request.ip,
    request_user_agent: request.userAgent,
    token_hash: hashSecret(made.token),
    expires_at: new Date(made.now + LINK_DAYS * 86_400_000),
    mail_key: `o:${made.id}`,
  };
}

/** Asks delivery for the mail, in the transaction that writes the sign-up: one is not without the other. */
async function mail(
  deps: OptinDeps,
  sql: TransactionSql,
  row: queries.NewSignup,
  token: string,
): Promise<void> {
  const template = await deps.confirmationTemplate(sql, row.retailer_id);
  if (template === null) throw new Failure('not_ready', 'the template of confirmation mails');
  const now = deps.clock.now();
  await enqueue(
    sql,
    row.retailer_id,
    [
      {
        key: row.mail_key,
        profileId: row.profile_id as never,
        channels: ['mail'],
        origin: {
          kind: 'optin',
          id: row.form_id ?? row.wording_id,
          step: null,
          version: row.wording_version,
          variant: null,
        },
        templateIds: { mail: template },
        data: {
          confirm_url: `${deps.address()}/m/c/${token}`,
          email: row.email,
          first_name: row.first_name,
          form: row.form_name ?? row.store ?? '',
          wording: row.wording,
          language: row.language,
        },
        notBefore: now,
        notAfter: row.expires_at.getTime(),
        caps: [],
        exclusiveGroup: null,
        address: row.email,
        locale: row.language,
      },
    ],
    now,
  );
}

/** Sends the mail of a waiting sign-up once more, with a new link; the old one ends. */
export async function resendSignup(
  deps: OptinDeps,
  row: queries.SignupRow,
): Promise<Exclude<SignupOutcome, 'email_wrong'>> {
  const { retailer_id: retailerId, id, email } = row;
  if (row.confirmed_at !== null) return 'already';
  const stands = await standing(deps, retailerId, { kind: 'email', value: email });
  if (stands !== null) return stands;
  const waitS = await deps.limits.tryTake(MAILS_PER_ADDRESS, mailboxOf(retailerId, email));
  if (waitS !== null) return 'too_often';
  const token = deps.ids.token(20);
  const expiresAt = new Date(deps.clock.now() + LINK_DAYS * 86_400_000);
  await deps.database.withRetailer(retailerId, async (sql) => {
    const tokenHash = hashSecret(token);
    const mailKey = `o:${id}:${deps.ids.uuid7()}`;
    if (!(await queries.renewSignup(sql, retailerId, id, { tokenHash, expiresAt, mailKey })))
      return;
    const next = { ...row, token_hash: tokenHash, expires_at: expiresAt, mail_key: mailKey };
    await mail(deps, sql, next, token);
  });
  deps.ring();
  return 'mail_sent';
}

/** What came of a confirmation. */
export type Confirmed =
  | { outcome: 'confirmed' | 'already' | 'expired'; signup: queries.SignupRow }
  | { outcome: 'unknown' };

/** The sign-up of a link, and whether it can be confirmed now. Changes nothing. */
export async function lookUpSignup(deps: OptinDeps, token: string): Promise<Confirmed> {
  if (!/^[\w-]{27}$/.test(token)) return { outcome: 'unknown' };
  const signup = await queries.signupByToken(deps.database.owner, hashSecret(token));
  if (signup === undefined) return { outcome: 'unknown' };
  if (signup.confirmed_at !== null) return { outcome: 'already', signup };
  const expired = signup.expires_at.getTime() <= deps.clock.now();
  return { outcome: expired ? 'expired' : 'confirmed', signup };
}

/**
 * Confirms: the address is proven now, the consent stands, and what the mailbox was suppressed for is over. Events have
 * fixed ids, so that two clicks at once are one, and a crash half way is mended by the next click.
 */
export async function confirmSignup(
  deps: OptinDeps,
  token: string,
  by: { ip: string | null; userAgent: string | null },
): Promise<Confirmed> {
  const found = await lookUpSignup(deps, token);
  if (found.outcome !== 'confirmed') return found;
  const { signup } = found;
  await keepMail(deps, signup);
  const { retailer_id: retailerId, email } = signup;
  const source = await deps.sourceOf(retailerId, 'consent');
  const [granted] = await deps.submit(source, confirmEvents(signup, by, deps.clock.now()));
  if (granted === undefined || granted.outcome === 'dropped') {
    throw new Error(`a confirmation was dropped: ${granted?.reason}`);
  }
  await deps.database.withRetailer(retailerId, async (sql) => {
    const at = new Date(deps.clock.now());
    const confirmed = { at, ...by, eventId: granted.eventId };
    // Only the first of two clicks lifts what barred the address: in between its owner may have left again.
    if (!(await queries.confirmSignup(sql, signup, confirmed))) return;
    const address = { kind: 'email', value: email } as const;
    await deps.list.lift(sql, retailerId, address, LIFTED);
  });
  return found;
}

/** What a proven address and a new consent end. */
const LIFTED = ['unsubscribed', 'erased', 'bounced', 'complained'] as const;

/** What shoppers do on our own pages counts to the web, though a source tells it that is believed. */
export const ON_PAGE = { channel: 'web' } as const;

/** The consent, what was told of the person, and the browser that asked if it is the one that confirms. */
function confirmEvents(
  signup: queries.SignupRow,
  by: { ip: string | null; userAgent: string | null },
  now: number,
): unknown[] {
  const shared = {
    timestamp: new Date(now).toISOString(),
    context: { externalIds: [{ type: 'email', id: signup.email }], ...placeOf(by), ...ON_PAGE },
  };
  const traits = {
    email: signup.email,
    ...(signup.first_name === null ? {} : { firstName: signup.first_name }),
    ...(signup.topics.length === 0 ? {} : { [PREFERENCE_TRAITS.topicsOff]: signup.topics }),
    [PREFERENCE_TRAITS.language]: signup.language,
  };
  const granted = {
    type: 'track',
    event: 'Consent Granted',
    messageId: `signup:${signup.id}:confirmed`,
    anonymousId: signupIdentity(signup.id),
    ...shared,
    properties: {
      purpose: signup.purpose,
      channel: signup.channel,
      method: 'double_opt_in',
      wording: signup.wording,
      wording_version: `${signup.wording_name} ${signup.wording_version}`,
      place: signup.form_name ?? signup.store,
      staff: signup.staff,
      signup_id: signup.id,
    },
  };
  const identified = {
    type: 'identify',
    messageId: `signup:${signup.id}:identified`,
    anonymousId: sameBrowser(signup, by) ? signup.browser : signupIdentity(signup.id),
    ...shared,
    traits,
  };
  return [granted, identified];
}

/**
 * True when the browser that asked is very likely the one that confirms. A stranger may have typed the address, and its
 * owner confirm all the same: the stranger's browser must not become theirs.
 */
function sameBrowser(
  signup: queries.SignupRow,
  by: { ip: string | null; userAgent: string | null },
): boolean {
  if (signup.browser === null || signup.request_ip === null || by.ip === null) return false;
  return (
    addressGroup(signup.request_ip) === addressGroup(by.ip) &&
    signup.request_user_agent !== null &&
    signup.request_user_agent === by.userAgent
  );
}

/** Writes down for good what delivery knows of the confirmation mail: when it left, its Message-ID, the hash of its content. */
export async function keepMail(deps: OptinDeps, signup: queries.SignupRow): Promise<void> {
  if (signup.mail !== 'waiting') return;
  const { retailer_id: retailerId } = signup;
  const id = deliveryId(retailerId, signup.mail_key);
  const facts = await queries.mailOf(deps.database.owner, retailerId, id);
  if (facts === undefined || facts.status === 'waiting' || facts.status === 'sending') return;
  const failed = ['failed', 'dropped', 'bounced'].includes(facts.status);
  const sent = failed ? null : await deps.sentMail(retailerId, id);
  await queries.putMail(deps.database.owner, signup, {
    state: failed ? 'failed' : 'sent',
    sentAt: facts.sent_at,
    messageId: sent?.messageId ?? facts.provider_id,
    hash: sent === null ? null : hashSecret(sent.content).toString('hex'),
  });
}
