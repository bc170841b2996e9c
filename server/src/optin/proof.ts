import type { SignupDetail } from '@augenblick/contract/api/optin.ts';
import { type Language, PROOF_STYLE, timeText } from '../consent/index.ts';
import { html, raw } from './html.ts';

/** What is printed of one sign-up. */
export interface SignupProof {
  retailer: string;
  signup: SignupDetail;
  /** When the page was made (ms), and by whom. */
  at: number;
  by: string;
}

const TEXTS = {
  title: {
    de: 'Nachweis einer Einwilligung (Double-Opt-in)',
    en: 'Proof of consent (double opt-in)',
  },
  person: { de: 'Adresse', en: 'Address' },
  purpose: { de: 'Zweck und Weg', en: 'Purpose and channel' },
  advertising: { de: 'Werbung per E-Mail', en: 'Advertising by e-mail' },
  state: { de: 'Stand', en: 'State' },
  waiting: { de: 'wartet auf Bestätigung', en: 'waiting for confirmation' },
  confirmed: { de: 'bestätigt', en: 'confirmed' },
  expired: { de: 'nicht bestätigt, Link abgelaufen', en: 'not confirmed, link expired' },
  withdrawn: { de: 'bestätigt und später widerrufen', en: 'confirmed and later withdrawn' },
  request: { de: '1. Anmeldung', en: '1. Sign-up' },
  time: { de: 'Zeitpunkt', en: 'Time' },
  form: { de: 'Formular', en: 'Form' },
  page: { de: 'Seite', en: 'Page' },
  store: { de: 'Filiale', en: 'Store' },
  staff: { de: 'Aufgenommen von', en: 'Taken down by' },
  ip: { de: 'IP-Adresse', en: 'IP address' },
  userAgent: { de: 'Browser', en: 'Browser' },
  wording: { de: 'Wortlaut', en: 'Wording' },
  version: { de: 'Fassung', en: 'Version' },
  event: { de: 'Ereignis', en: 'Event' },
  mail: { de: '2. Bestätigungsmail', en: '2. Confirmation mail' },
  messageId: { de: 'Message-ID', en: 'Message-ID' },
  hash: { de: 'SHA-256 des Inhalts', en: 'SHA-256 of its content' },
  confirmation: { de: '3. Bestätigung', en: '3. Confirmation' },
  withdrawal: { de: '4. Widerruf', en: '4. Withdrawal' },
  made: { de: 'Erstellt am', en: 'Made on' },
  by: { de: 'von', en: 'by' },
  missing: { de: 'nicht angegeben', en: 'not given' },
  notYet: { de: 'noch nicht', en: 'not yet' },
} as const;

/**
 * A page to print or save as PDF: everything that proves one sign-up, step by step. Complete in itself, without a script or
 * a file from elsewhere; every value is escaped.
 */
export function signupProofPage(proof: SignupProof, language: Language): string {
  const { signup } = proof;
  const say = (key: keyof typeof TEXTS): string => TEXTS[key][language];
  const time = (at: number | null): string =>
    at === null ? say('notYet') : timeText(at, language);
  const list = (rows: readonly (readonly [keyof typeof TEXTS, string | null])[]) =>
    html`<dl>${rows.map(([key, value]) => html`<dt>${say(key)}</dt><dd>${value ?? say('missing')}</dd>`)}</dl>`;
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${say('title')}</title><style>${raw(PROOF_STYLE)}</style></head>
<body><header><h1>${say('title')}</h1><p>${proof.retailer}</p></header>
${list([
  ['person', signup.email],
  ['purpose', say('advertising')],
  ['state', say(signup.state)],
])}
<h2>${say('request')}</h2>
${list([
  ['time', time(signup.requestedAt)],
  ['form', signup.form?.name ?? null],
  ['page', signup.page],
  ['store', signup.store],
  ['staff', signup.staff],
  ['ip', signup.requestIp],
  ['userAgent', signup.requestUserAgent],
  ['wording', signup.wording],
  ['version', `${signup.wordingName}, ${signup.wordingVersion}`],
  ['event', signup.requestEventId],
])}
<h2>${say('mail')}</h2>
${list([
  ['time', time(signup.mailSentAt)],
  ['messageId', signup.mailMessageId],
  ['hash', signup.mailHash],
])}
<h2>${say('confirmation')}</h2>
${list([
  ['time', time(signup.confirmedAt)],
  ['ip', signup.confirmIp],
  ['userAgent', signup.confirmUserAgent],
  ['event', signup.confirmEventId],
])}
${
  signup.withdrawnAt !== null &&
  html`<h2>${say('withdrawal')}</h2>${list([['time', time(signup.withdrawnAt)]])}`
}
<footer>${say('made')} ${timeText(proof.at, language)} ${say('by')} ${proof.by}. ${signup.id}</footer>
</body></html>
`.markup;
}
