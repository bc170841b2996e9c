/** What the DNS of the sending domain says, and what it should: SPF, DKIM, DMARC, MX. Judging is pure. */
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { DnsCheck, DnsFinding } from '@augenblick/contract/api/channel.ts';
import { isPrivateAddress } from './guarded.ts';

/** Asks the DNS; passed in, so that tests decide. An empty list = there is no such record. Throws when nobody answers. */
export interface AskDns {
  txt(name: string): Promise<string[]>;
  mx(name: string): Promise<string[]>;
}

const TIMEOUT_MS = 4_000;
/** The domain was asked and has none. */
const NONE = new Set(['ENODATA', 'ENOTFOUND']);

/** The machine's own resolver. */
export function systemDns(): AskDns {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });
  const orNone = async (asking: Promise<string[]>): Promise<string[]> => {
    try {
      return await asking;
    } catch (error) {
      if (NONE.has((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    }
  };
  return {
    txt: (name) =>
      orNone(resolver.resolveTxt(name).then((rows) => rows.map((row) => row.join('')))),
    mx: (name) =>
      orNone(
        resolver
          .resolveMx(name)
          .then((rows) => rows.map((row) => `${row.priority} ${row.exchange}`)),
      ),
  };
}

/** What is to be checked. */
export interface DnsWish {
  domain: string;
  /** The SMTP server's name, whose provider must be allowed to send. */
  smtpHost: string | null;
  dkim: { recordName: string; recordValue: string; domain: string } | null;
  /** Domain bounces come back to, when it is another one. */
  bounceDomain: string | null;
}

/** Asks and judges everything; a question without an answer is `unknown`, never a fault. */
export async function checkDns(ask: AskDns, wish: DnsWish, now: number): Promise<DnsCheck> {
  const quietly = async (asking: Promise<string[]>): Promise<string[] | null> => {
    try {
      return await asking;
    } catch {
      return null;
    }
  };
  const { domain, dkim, bounceDomain } = wish;
  const [mx, txt, dkimTxt, dmarc, orgDmarc, bounceMx] = await Promise.all([
    quietly(ask.mx(domain)),
    quietly(ask.txt(domain)),
    dkim === null ? null : quietly(ask.txt(dkim.recordName)),
    quietly(ask.txt(`_dmarc.${domain}`)),
    quietly(ask.txt(`_dmarc.${organisation(domain)}`)),
    bounceDomain === null || bounceDomain === domain ? null : quietly(ask.mx(bounceDomain)),
  ]);
  const findings = [
    judgeSpf(wish, txt),
    judgeDkim(wish, dkimTxt),
    judgeDmarc(domain, dmarc, orgDmarc),
    judgeMx('mx', domain, mx),
    ...(bounceDomain === null || bounceDomain === domain
      ? []
      : [judgeMx('bounce', bounceDomain, bounceMx)]),
  ];
  const { state, words } = summary(findings, domain);
  return { domain, findings, state, words, checkedAt: now };
}

/** The last two names: near enough for finding a record that covers all of a shop's domains. */
function organisation(domain: string): string {
  const names = domain.split('.');
  const two = /^(co|com|org|net|ac|gov)\.[a-z]{2}$/.test(names.slice(-2).join('.'));
  return names.slice(two ? -3 : -2).join('.');
}

type Judged = Pick<DnsFinding, 'state' | 'wanted' | 'words'>;

function finding(
  base: Pick<DnsFinding, 'record' | 'name' | 'type'>,
  found: string[] | null,
  judged: () => Judged,
): DnsFinding {
  if (found !== null) return { ...base, found, ...judged() };
  const words = {
    de: 'Das DNS hat nicht geantwortet. Bitte später noch einmal prüfen.',
    en: 'The DNS did not answer. Please check again later.',
  };
  return { ...base, found: [], state: 'unknown', wanted: null, words };
}

const OWN_SERVER = {
  de: 'Es ist ein TXT-Eintrag wie „v=spf1 ip4:203.0.113.7 ~all“ mit der öffentlichen IP-Adresse Ihres Mailservers.',
  en: 'It is a TXT record such as “v=spf1 ip4:203.0.113.7 ~all” with the public IP address of your mail server.',
};

/** The domain of the provider whose server takes the mail; null for one's own server, by address or inside name. */
function providerOf(smtpHost: string | null): string | null {
  const host = smtpHost?.toLowerCase() ?? '';
  if (isIP(host) !== 0 || !host.includes('.') || /\.(local|localhost|internal)$/.test(host))
    return null;
  return organisation(host);
}

/** The record to enter; null where only a person knows from which address mail leaves. */
function spfFor(smtpHost: string | null, provider: string | null): string | null {
  if (provider !== null) return `v=spf1 include:${provider} ~all`;
  const host = smtpHost ?? '';
  const family = isIP(host);
  return family === 0 || isPrivateAddress(host) ? null : `v=spf1 ip${family}:${host} ~all`;
}

/** Exactly one SPF record, which lets the provider send and does not let everybody (RFC 7208). */
export function judgeSpf({ domain, smtpHost }: DnsWish, txt: string[] | null): DnsFinding {
  const records = txt?.filter((one) => /^v=spf1( |$)/i.test(one)) ?? null;
  const provider = providerOf(smtpHost);
  const wanted = spfFor(smtpHost, provider);
  return finding({ record: 'spf', name: domain, type: 'TXT' }, records, () => {
    const [first, second] = records ?? [];
    if (first === undefined)
      return {
        state: 'missing',
        wanted,
        words: {
          de: `Es gibt keinen SPF-Eintrag. Empfänger können nicht prüfen, wer für Ihre Domain senden darf. ${provider === null ? OWN_SERVER.de : 'Den genauen Eintrag nennt Ihr Mail-Anbieter.'}`,
          en: `There is no SPF record. Receivers cannot check who may send for your domain. ${provider === null ? OWN_SERVER.en : 'Your mail provider tells the exact one.'}`,
        },
      };
    if (second !== undefined)
      return {
        state: 'warning',
        wanted: null,
        words: {
          de: 'Es gibt mehrere SPF-Einträge; dann gilt keiner. Bitte zu einem zusammenfassen.',
          en: 'There are several SPF records; then none counts. Please make one of them.',
        },
      };
    if (/(^| )\+?all( |$)/i.test(first))
      return {
        state: 'warning',
        wanted: first.replace(/(^| )\+?all( |$)/i, '$1~all$2'),
        words: {
          de: 'Der SPF-Eintrag erlaubt allen das Senden („+all“). Bitte auf „~all“ ändern.',
          en: 'The SPF record lets everybody send (“+all”). Please change it to “~all”.',
        },
      };
    if (
      provider !== null &&
      !first.toLowerCase().includes(provider) &&
      !/\b(a|mx|ip4|ip6|redirect)\b/i.test(first)
    )
      return {
        state: 'warning',
        wanted: null,
        words: {
          de: `Der SPF-Eintrag nennt Ihren Mailserver (${provider}) nicht. Bitte beim Anbieter nachfragen, was hinein gehört.`,
          en: `The SPF record does not name your mail server (${provider}). Please ask the provider what belongs there.`,
        },
      };
    return {
      state: 'good',
      wanted: null,
      words: { de: 'Der SPF-Eintrag ist da.', en: 'The SPF record is there.' },
    };
  });
}

/** The record holds just the public key that signs (RFC 6376 3.6.1). */
export function judgeDkim({ domain, dkim }: DnsWish, txt: string[] | null): DnsFinding {
  if (dkim === null)
    return {
      record: 'dkim',
      name: domain,
      type: 'TXT',
      found: [],
      state: 'warning',
      wanted: null,
      words: {
        de: 'Mails werden nicht von uns unterschrieben. Unterschreibt Ihr Anbieter, ist das in Ordnung; sonst bitte einen Schlüssel erzeugen.',
        en: 'We do not sign mails. If your provider signs, that is fine; otherwise please make a key.',
      },
    };
  const key = (text: string): string =>
    /\bp=([A-Za-z0-9+/=\s]*)/.exec(text)?.[1]?.replace(/\s/g, '') ?? '';
  return finding({ record: 'dkim', name: dkim.recordName, type: 'TXT' }, txt, () => {
    if ((txt ?? []).length === 0)
      return {
        state: 'missing',
        wanted: dkim.recordValue,
        words: {
          de: 'Der DKIM-Eintrag fehlt noch. Tragen Sie ihn beim Anbieter Ihrer Domain ein; bis er sichtbar ist, kann es Stunden dauern.',
          en: 'The DKIM record is still missing. Enter it at your domain’s provider; it may take hours until it can be seen.',
        },
      };
    if (!(txt ?? []).some((one) => key(one) === key(dkim.recordValue)))
      return {
        state: 'missing',
        wanted: dkim.recordValue,
        words: {
          de: 'Im DKIM-Eintrag steht ein anderer Schlüssel. Mails gelten so als gefälscht.',
          en: 'The DKIM record holds another key. Mails count as forged that way.',
        },
      };
    if (!aligned(domain, dkim.domain))
      return {
        state: 'warning',
        wanted: null,
        words: {
          de: `Unterschrieben wird für ${dkim.domain}, gesendet von ${domain}. Für DMARC müssen beide zusammenpassen.`,
          en: `Signed for ${dkim.domain}, sent from ${domain}. For DMARC both must go together.`,
        },
      };
    return {
      state: 'good',
      wanted: null,
      words: {
        de: 'Der DKIM-Eintrag passt zum Schlüssel.',
        en: 'The DKIM record goes with the key.',
      },
    };
  });
}

function aligned(sender: string, signer: string): boolean {
  return organisation(sender) === organisation(signer);
}

/** A record at the domain or, for all its names, at the organisation's (RFC 7489 6.6.3). */
export function judgeDmarc(
  domain: string,
  own: string[] | null,
  organisations: string[] | null,
): DnsFinding {
  const isDmarc = (one: string): boolean => /^v=DMARC1\s*(;|$)/i.test(one.trim());
  const records = own?.filter(isDmarc) ?? null;
  const found =
    records === null || records.length > 0 ? records : (organisations?.filter(isDmarc) ?? records);
  const wanted = `v=DMARC1; p=none; rua=mailto:dmarc@${organisation(domain)}`;
  return finding({ record: 'dmarc', name: `_dmarc.${domain}`, type: 'TXT' }, found, () => {
    const [first] = found ?? [];
    if (first === undefined)
      return {
        state: 'missing',
        wanted,
        words: {
          de: 'Es gibt keinen DMARC-Eintrag. Gmail und Yahoo verlangen ihn von allen, die viele Mails senden.',
          en: 'There is no DMARC record. Gmail and Yahoo ask for one from everybody who sends many mails.',
        },
      };
    const policy = /\bp\s*=\s*(none|quarantine|reject)/i.exec(first)?.[1]?.toLowerCase();
    if (policy === undefined)
      return {
        state: 'warning',
        wanted,
        words: {
          de: 'Der DMARC-Eintrag nennt keine Regel (p=…).',
          en: 'The DMARC record names no policy (p=…).',
        },
      };
    const strict = policy !== 'none';
    return {
      state: 'good',
      wanted: null,
      words: {
        de: strict
          ? 'DMARC ist eingerichtet und streng.'
          : 'DMARC ist eingerichtet; p=none beobachtet nur, das genügt für den Anfang.',
        en: strict
          ? 'DMARC is set up and strict.'
          : 'DMARC is set up; p=none only watches, which is enough to begin with.',
      },
    };
  });
}

/** Somebody must take mail for the domain: replies and bounces come back there. */
export function judgeMx(
  record: 'mx' | 'bounce',
  domain: string,
  found: string[] | null,
): DnsFinding {
  return finding({ record, name: domain, type: 'MX' }, found, () => {
    // `0 .` says in so many words that no mail is taken (RFC 7505).
    const takes = (found ?? []).some((one) => !/^\d+ \.?$/.test(one));
    if (takes)
      return {
        state: 'good',
        wanted: null,
        words: {
          de: record === 'mx' ? 'Antworten kommen an.' : 'Rückläufer kommen an.',
          en: record === 'mx' ? 'Replies arrive.' : 'Bounces arrive.',
        },
      };
    return {
      state: record === 'mx' ? 'warning' : 'missing',
      wanted: null,
      words: {
        de: `Für ${domain} nimmt kein Server Mails an; ${record === 'mx' ? 'Antworten' : 'Rückläufer'} gehen verloren.`,
        en: `No server takes mail for ${domain}; ${record === 'mx' ? 'replies' : 'bounces'} are lost.`,
      },
    };
  });
}

function summary(
  findings: readonly DnsFinding[],
  domain: string,
): Pick<DnsCheck, 'state' | 'words'> {
  const count = (state: DnsFinding['state']): number =>
    findings.filter((one) => one.state === state).length;
  const missing = count('missing');
  if (missing > 0)
    return {
      state: 'missing',
      words: {
        de: `${missing === 1 ? 'Ein Eintrag fehlt' : `${missing} Einträge fehlen`} bei ${domain}. So landen Mails leicht im Spam.`,
        en: `${missing === 1 ? 'One record is' : `${missing} records are`} missing at ${domain}. Mails easily end up in spam that way.`,
      },
    };
  if (count('unknown') > 0)
    return {
      state: 'unknown',
      words: {
        de: `Nicht alles zu ${domain} ließ sich prüfen.`,
        en: `Not everything about ${domain} could be checked.`,
      },
    };
  if (count('warning') > 0)
    return {
      state: 'warning',
      words: {
        de: `${domain} kann senden; ein paar Hinweise bleiben.`,
        en: `${domain} can send; some remarks remain.`,
      },
    };
  return {
    state: 'good',
    words: { de: `${domain} ist gut eingerichtet.`, en: `${domain} is set up well.` },
  };
}
