/**
 * The kinds of identifier, strongest first. An event belongs to the strongest identifier it carries; of two
 * that disagree, the stronger one decides which profile a link is made for.
 */
export const IDENTITY_KINDS = [
  'user_id',
  'card',
  'email',
  'phone',
  'external_id',
  'anonymous_id',
  'device',
] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

/** One identifier of a shopper, value already normalised (e-mail lower-cased, phone in digits with +). */
export interface Identity {
  kind: IdentityKind;
  value: string;
}

/** How many different values of a kind one profile may hold, and what happens to a value that several people share. */
export interface IdentityRule {
  /** Highest number of values of this kind in one profile. */
  limit: number;
  /**
   * A value of this kind that is linked to more than one user_id belongs to several people (a tablet in the family, a
   * till, info@…). 'cut': it then joins nobody. 'first': it stays with the first by value and the others go without it.
   */
  whenShared: 'cut' | 'first';
}

/** Defaults (Segment Unify: user_id 1, everything else 5; devices change more often than that). */
export const IDENTITY_RULES: Readonly<Record<IdentityKind, IdentityRule>> = {
  user_id: { limit: 1, whenShared: 'first' },
  card: { limit: 5, whenShared: 'first' },
  email: { limit: 5, whenShared: 'first' },
  phone: { limit: 5, whenShared: 'first' },
  external_id: { limit: 5, whenShared: 'first' },
  anonymous_id: { limit: 100, whenShared: 'cut' },
  device: { limit: 20, whenShared: 'cut' },
};

/** 'kind:value', the text form of an identifier in links, anchors and logs. */
export type IdentityKey = string;

/** The text form of an identifier. */
export function keyOf(identity: Identity): IdentityKey {
  return `${identity.kind}:${identity.value}`;
}

/** The identifier of a text form. */
export function identityOf(key: IdentityKey): Identity {
  const colon = key.indexOf(':');
  return { kind: key.slice(0, colon) as IdentityKind, value: key.slice(colon + 1) };
}

/** The end of a long id, by which people tell two of them apart: the last six signs without dashes. */
export function shortId(id: string): string {
  return id.replaceAll('-', '').slice(-6);
}

/** Longer than this, a browser's or device's identifier says nothing to a person. */
const READABLE = 12;

const SIGNUP = 'signup-';

/** The identifier of a sign-up by a form, which stands for itself until its address is confirmed: nobody's browser. */
export function signupIdentity(signupId: string): string {
  return `${SIGNUP}${signupId}`;
}

/** True for the identifier of a sign-up by a form. */
export function isSignup({ kind, value }: Identity): boolean {
  return kind === 'anonymous_id' && value.startsWith(SIGNUP);
}

/** An identifier's value as a person reads it: what only a machine made up (browser, device) by its end, the rest in full. */
export function identityText({ kind, value }: Identity): string {
  const made = kind === 'anonymous_id' || kind === 'device';
  return made && value.length > READABLE ? shortId(value) : value;
}
