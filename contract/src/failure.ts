/**
 * The catalogue of failures that a caller can meet. A code is stable for ever and never reused; `retry` says whether
 * the same call can succeed later. The sentence says what happened, what it means, what to do – in that order.
 */
interface FailureEntry {
  status: number;
  retry: boolean;
  en: string;
  de: string;
}

export const FAILURES = {
  bad_request: {
    status: 400,
    retry: false,
    en: 'A value is missing or does not have the expected form. Nothing was changed. Check what was sent.',
    de: 'Eine Angabe fehlt oder hat nicht die erwartete Form. Es wurde nichts geändert. Bitte prüfen Sie die Angaben.',
  },
  bad_json: {
    status: 400,
    retry: false,
    en: 'The body is not valid JSON. Nothing was stored. Send UTF-8 JSON.',
    de: 'Der Inhalt ist kein gültiges JSON. Es wurde nichts gespeichert. Bitte JSON in UTF-8 senden.',
  },
  too_large: {
    status: 400,
    retry: false,
    en: 'The body is larger than allowed (32 KB per event, 500 KB per batch). Nothing was stored. Send smaller batches.',
    de: 'Der Inhalt ist größer als erlaubt (32 KB je Ereignis, 500 KB je Stapel). Es wurde nichts gespeichert. Bitte kleinere Stapel senden.',
  },
  write_key_unknown: {
    status: 401,
    retry: false,
    en: 'The write key is missing, unknown or revoked. Nothing was stored. Copy a key from Sources in the console.',
    de: 'Der Schreibschlüssel fehlt, ist unbekannt oder widerrufen. Es wurde nichts gespeichert. Einen Schlüssel gibt es in der Konsole unter Quellen.',
  },
  not_signed_in: {
    status: 401,
    retry: false,
    en: 'You are not signed in. Sign in and try again.',
    de: 'Sie sind nicht angemeldet. Bitte melden Sie sich an.',
  },
  sign_in_failed: {
    status: 401,
    retry: false,
    en: 'E-mail or password is wrong. Check both and try again.',
    de: 'E-Mail oder Passwort stimmt nicht. Bitte prüfen Sie beides.',
  },
  forbidden: {
    status: 403,
    retry: false,
    en: 'Your role does not allow this. Ask an owner.',
    de: 'Ihre Rolle erlaubt das nicht. Bitte wenden Sie sich an eine Inhaberin oder einen Inhaber.',
  },
  cross_origin: {
    status: 403,
    retry: false,
    en: 'The request came from another site and was refused.',
    de: 'Die Anfrage kam von einer fremden Seite und wurde abgelehnt.',
  },
  not_found: {
    status: 404,
    retry: false,
    en: 'This does not exist (any more).',
    de: 'Das gibt es nicht (mehr).',
  },
  conflict: {
    status: 409,
    retry: false,
    en: 'This was changed or exists already. Reload and look again.',
    de: 'Das wurde inzwischen geändert oder gibt es schon. Bitte neu laden.',
  },
  not_ready: {
    status: 409,
    retry: false,
    en: 'Something is still missing before this can go live. Nothing was changed. The findings say what to do.',
    de: 'Bevor das live gehen kann, fehlt noch etwas. Es wurde nichts geändert. Die Hinweise sagen, was zu tun ist.',
  },
  code_taken: {
    status: 409,
    retry: false,
    en: 'Another offer that is live or paused uses this code already. Nothing was changed. Choose another word.',
    de: 'Diesen Code nutzt schon ein anderes Angebot, das läuft oder pausiert. Es wurde nichts geändert. Bitte ein anderes Wort wählen.',
  },
  order_taken_back: {
    status: 409,
    retry: false,
    en: 'The redemption of this order was taken back. Nothing was redeemed. Use a new reference for a new purchase.',
    de: 'Die Einlösung zu diesem Auftrag wurde zurückgenommen. Es wurde nichts eingelöst. Für einen neuen Kauf bitte eine neue Nummer verwenden.',
  },
  link_expired: {
    status: 410,
    retry: false,
    en: 'This link has been used or has expired. Ask for a new one.',
    de: 'Dieser Link wurde schon benutzt oder ist abgelaufen. Bitte lassen Sie sich einen neuen geben.',
  },
  rate_limited: {
    status: 429,
    retry: true,
    en: 'Too many requests. Wait for the time in Retry-After and try again.',
    de: 'Zu viele Anfragen. Bitte warten Sie die Zeit in Retry-After ab.',
  },
  overloaded: {
    status: 429,
    retry: true,
    en: 'The server has more work than it can take. Nothing was stored. Send the same again after Retry-After.',
    de: 'Der Server hat mehr Arbeit, als er annehmen kann. Es wurde nichts gespeichert. Bitte nach Retry-After erneut senden.',
  },
  password_weak: {
    status: 400,
    retry: false,
    en: 'This password is too easy to guess. Nothing was changed. Choose at least 10 characters that are not your name, your e-mail or a pattern.',
    de: 'Dieses Passwort ist zu leicht zu erraten. Es wurde nichts geändert. Bitte mindestens 10 Zeichen wählen, die weder Name noch E-Mail noch ein Muster sind.',
  },
  passkey_refused: {
    status: 401,
    retry: false,
    en: 'This passkey could not be checked or is not known here. Try again, or use e-mail and password.',
    de: 'Dieser Passkey ließ sich nicht prüfen oder ist hier nicht bekannt. Bitte noch einmal versuchen oder E-Mail und Passwort benutzen.',
  },
  demo_account: {
    status: 403,
    retry: false,
    en: 'The demo log-in is open to everybody and cannot do this. Sign in with your own account.',
    de: 'Das Demo-Konto steht allen offen und darf das nicht. Bitte melden Sie sich mit einem eigenen Konto an.',
  },
  last_owner: {
    status: 409,
    retry: false,
    en: 'This is the last owner; without one nobody could manage the shop. Make somebody else an owner first.',
    de: 'Das ist die letzte Inhaberin oder der letzte Inhaber; ohne sie kann niemand den Laden verwalten. Bitte zuerst jemand anderem diese Rolle geben.',
  },
  segment_unusable: {
    status: 400,
    retry: false,
    en: 'The segment cannot be switched on as it is. Nothing was changed. Mend the part that does not work in the builder.',
    de: 'Das Segment lässt sich so nicht einschalten. Es wurde nichts geändert. Bitte die Stelle im Baukasten ändern.',
  },
  segment_in_use: {
    status: 409,
    retry: false,
    en: 'This segment is still needed elsewhere. Nothing was changed. Change what uses it first.',
    de: 'Dieses Segment wird anderswo noch gebraucht. Es wurde nichts geändert. Bitte zuerst ändern, was es benutzt.',
  },
  segments_full: {
    status: 409,
    retry: false,
    en: 'As many segments as possible (300) are switched on. Nothing was changed. Archive one that is no longer needed.',
    de: 'Es sind schon so viele Segmente eingeschaltet wie möglich (300). Es wurde nichts geändert. Bitte eines archivieren, das nicht mehr gebraucht wird.',
  },
  channel_incomplete: {
    status: 409,
    retry: false,
    en: 'The channel is off or not set up completely. Nothing was changed or sent. Fill it in under Channels.',
    de: 'Der Kanal ist ausgeschaltet oder nicht fertig eingerichtet. Es wurde nichts geändert oder gesendet. Bitte unter Kanäle ausfüllen.',
  },
  unavailable: {
    status: 503,
    retry: true,
    en: 'The database cannot be reached. Nothing was stored. Send the same again after Retry-After.',
    de: 'Die Datenbank ist nicht erreichbar. Es wurde nichts gespeichert. Bitte nach Retry-After erneut senden.',
  },
  disk_full: {
    status: 503,
    retry: true,
    en: 'The disk of the server is full. Nothing was stored. Make room; the same call succeeds then.',
    de: 'Die Festplatte des Servers ist voll. Es wurde nichts gespeichert. Bitte Platz schaffen; dann gelingt derselbe Aufruf.',
  },
  internal: {
    status: 500,
    retry: true,
    en: 'Something went wrong on our side. It has been logged under the request id.',
    de: 'Bei uns ist etwas schiefgegangen. Es steht unter der Anfragenummer im Protokoll.',
  },
} as const satisfies Record<string, FailureEntry>;

export type FailureCode = keyof typeof FAILURES;

/** An expected failure, thrown by routes and turned into `{ error: { code, message, detail } }` by the HTTP layer. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly detail: string | undefined;
  /** Seconds for Retry-After, where it applies. */
  readonly retryAfterS: number | undefined;
  constructor(code: FailureCode, detail?: string, retryAfterS?: number) {
    super(detail ?? code);
    this.code = code;
    this.detail = detail;
    this.retryAfterS = retryAfterS;
  }
}

/** Why an event was not stored. Closed list; each has a counter and a sentence in the console. */
export const DROP_REASONS = [
  'not_an_object',
  'type_unknown',
  'event_name_missing',
  'identity_missing',
  'event_too_large',
  'too_deep',
  'user_id_blocked',
  'text_invalid',
  'time_invalid',
  'order_invalid',
  'previous_id_missing',
  'erased_shopper',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];
