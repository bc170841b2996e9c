/**
 * Why a message did not leave, for people: what this house says itself is a code and has words in both languages, what the
 * network says is put in words, too, and what the other side said is told as its own words.
 */
import type { Words } from '@augenblick/contract/api/phrase.ts';

const OWN = {
  inner_host: {
    de: 'der Mailserver steht im eigenen Netz, und dort sind nur die Ports für Mail erlaubt; ist es Ihr Mailserver, setzt ALLOW_PRIVATE_HOSTS=true, wer diese Installation betreibt',
    en: 'the mail server is in the inner network, where only the ports of mail are allowed; if it is your mail server, whoever runs this installation sets ALLOW_PRIVATE_HOSTS=true',
  },
  left_alone: {
    de: 'der Mailserver war eben nicht zu erreichen und wird für einen Moment in Ruhe gelassen',
    en: 'the mail server could not be reached just now and is left alone for a moment',
  },
  no_answer: { de: 'es kam keine Antwort in der Zeit', en: 'no answer came in time' },
  hung_up: { de: 'die Verbindung brach ab', en: 'the connection was cut' },
  no_mail_server: {
    de: 'dort antwortet kein Mailserver',
    en: 'what answers there is no mail server',
  },
  no_starttls: {
    de: 'er bietet keine Verschlüsselung mit STARTTLS an',
    en: 'it offers no encryption with STARTTLS',
  },
  not_http: {
    de: 'die Adresse muss mit https:// beginnen',
    en: 'the address must begin with https://',
  },
  private: {
    de: 'die Adresse führt in ein internes Netz und wird nicht aufgerufen',
    en: 'the address leads into a private network and is not called',
  },
  unresolved: { de: 'diesen Rechner gibt es nicht', en: 'there is no such host' },
  redirect: {
    de: 'die Gegenstelle verweist auf eine andere Adresse; dorthin gehen keine Zugangsdaten',
    en: 'the other side points to another address; credentials do not go there',
  },
  short_needed: {
    de: 'dieser Kanal braucht eine kurze Nachricht',
    en: 'this channel needs a short message',
  },
  no_number: {
    de: 'das ist keine Telefonnummer in der Form +49…',
    en: 'this is no phone number of the form +49…',
  },
  no_chat: { de: 'das ist keine Kennung eines Chats', en: 'this is no number of a chat' },
  no_template: {
    de: 'für diese Nachricht gibt es keine freigegebene Vorlage',
    en: 'there is no approved template for this message',
  },
  no_subscription: {
    de: 'es ist kein Browser angemeldet, oder seine Anmeldung gilt nicht mehr',
    en: 'no browser is subscribed, or its subscription is no longer valid',
  },
} as const satisfies Record<string, Words>;

/** What this house says itself of a message that did not leave. */
export type OwnWord = keyof typeof OWN;

/** What the network says, by its codes (Node.js, OpenSSL, undici). */
const NETWORK: readonly (readonly [RegExp, Words])[] = [
  [
    /ECONNREFUSED/,
    { de: 'dort nimmt niemand Verbindungen an', en: 'nobody takes connections there' },
  ],
  [/ENOTFOUND|EAI_AGAIN/, OWN.unresolved],
  [
    /EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/,
    { de: 'kein Weg führt dorthin', en: 'no way leads there' },
  ],
  [/ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT|TimeoutError/, OWN.no_answer],
  [/ECONNRESET|EPIPE|UND_ERR_SOCKET|socket hang up/, OWN.hung_up],
  [
    /CERT|SELF.SIGNED|UNABLE_TO_(?:VERIFY|GET)|ALTNAME|certificate/i,
    {
      de: 'das Zertifikat der Gegenstelle ist nicht gültig',
      en: 'the certificate of the other side is not valid',
    },
  ],
  [
    /EPROTO|ERR_SSL|wrong version number/,
    {
      de: 'die Verschlüsselung passt nicht zum Port; bitte Port und Verschlüsselung prüfen',
      en: 'the encryption does not fit the port; please check both',
    },
  ],
];

/** Words about a message that did not leave, for a sentence that goes on; null = nothing is known. Pure. */
export function saidOf(words: string): Words | null {
  if (words === '') return null;
  if (Object.hasOwn(OWN, words)) return OWN[words as OwnWord];
  const [, size, unit] = /^(\d+) (parts|bytes)$/.exec(words) ?? [];
  if (size !== undefined)
    return { de: `${size} ${unit === 'parts' ? 'Teile' : 'Byte'}`, en: words };
  // What a server wrote begins with its code; it may well speak of a certificate itself.
  const found = /^\d{3}[ -]/.test(words) ? undefined : NETWORK.find(([code]) => code.test(words));
  if (found !== undefined) return found[1];
  return { de: `die Gegenstelle sagt: „${words}“`, en: `the other side says: “${words}”` };
}

/** What this house says itself, as a sentence of its own. */
export function asSentence(word: OwnWord): Words {
  const { de, en } = OWN[word];
  const whole = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  return { de: whole(de), en: whole(en) };
}

/** What `saidOf` says, in brackets behind a sentence; empty where nothing is known. */
export function inBrackets(words: string): Words {
  const said = saidOf(words);
  return said === null ? { de: '', en: '' } : { de: ` (${said.de})`, en: ` (${said.en})` };
}
