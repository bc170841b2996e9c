/** One SMTP connection (RFC 5321), with an exact answer to "was it taken?". */
import type { ResolveHost } from '../guarded.ts';
import { InnerHost, isInner, publicLookup } from './inner.ts';
import { type Place, type Reply, Talk } from './talk.ts';
import type { OwnWord } from '../said.ts';

/** Where and how to connect. */
export interface SmtpServer {
  host: string;
  port: number;
  /** starttls = must be encrypted; opportunistic = where the server offers it; tls = from the first byte. */
  security: 'tls' | 'starttls' | 'opportunistic' | 'none';
  user: string | null;
  password: string | null;
  /** What we call ourselves (EHLO). */
  name: string;
  timeouts: Place['timeouts'];
  /** Certificates are checked; false for stand-ins with certificates of their own. */
  verifyCertificate: boolean;
  /** Addresses in the inner network are not spoken to; names are looked up in this way. Null = all are. */
  publicOnly: ResolveHost | null;
}

/** From whom to whom, as the servers see it. Addresses are those of `asciiAddress`. */
export interface Envelope {
  from: string;
  to: string;
}

/** At which command the server said no. */
export type SmtpStage = 'greeting' | 'auth' | 'sender' | 'recipient' | 'data' | 'message';

/**
 * accepted = the server took it; refused = it said no, in words; away = it was certainly not handed over (inner: its address
 * may not be spoken to); unknown = it was handed over and no answer came.
 */
export type SmtpAnswer =
  | { kind: 'accepted'; words: string }
  | { kind: 'refused'; stage: SmtpStage; code: number; words: string }
  | { kind: 'away'; stage: 'inner' | 'connect' | 'talk'; words: string }
  | { kind: 'unknown'; words: string };

/** An open connection. */
export interface SmtpLink {
  /** True while another mail can be handed over. */
  readonly usable: boolean;
  /**
   * The mail's chunks each begin a line and end with one. While it leaves, `next` tells who comes after it on this
   * connection: the server is asked about them in the same go (RFC 2920 3.1), and they must be the next that is sent.
   */
  send(
    envelope: Envelope,
    mail: readonly Buffer[],
    next: () => Envelope | null,
  ): Promise<SmtpAnswer>;
  /** Readies it for the next mail after one was refused, unless the server was asked about that already. */
  reset(): Promise<void>;
  close(): void;
}

/** The server said no while the line was being opened. */
class No extends Error {
  readonly answer: SmtpAnswer;
  constructor(stage: SmtpStage, { code, words }: Reply) {
    super(words);
    this.answer = { kind: 'refused', stage, code, words: shortened(words) };
  }
}

/** Opens and signs in. Answers why it did not work instead of throwing. */
export async function openLink(server: SmtpServer): Promise<SmtpLink | SmtpAnswer> {
  const { publicOnly } = server;
  const lookup = publicOnly === null ? {} : { lookup: publicLookup(publicOnly) };
  if (publicOnly !== null && isInner(server.host)) return INNER;
  const talk = new Talk({ ...server, ...lookup, secure: server.security === 'tls' });
  try {
    expected('greeting', await talk.reply());
    let offers = await introduce(talk, server.name);
    if (server.security === 'starttls' && !offers.tls)
      throw new Error('no_starttls' satisfies OwnWord);
    if (server.security === 'starttls' || (server.security === 'opportunistic' && offers.tls)) {
      expected('greeting', await talk.say('STARTTLS'));
      await talk.secure();
      offers = await introduce(talk, server.name);
    }
    if (server.user !== null && server.user !== '')
      await signIn(talk, offers, server.user, server.password ?? '');
    talk.settle();
    return linkOf(talk, offers.pipelining);
  } catch (error) {
    talk.close();
    if (error instanceof No) return error.answer;
    if (error instanceof InnerHost) return INNER;
    return { kind: 'away', stage: 'connect', words: wordsOf(error) };
  }
}

const INNER: SmtpAnswer = {
  kind: 'away',
  stage: 'inner',
  words: 'inner_host' satisfies OwnWord,
};

/** What the server offers. */
interface Offers {
  tls: boolean;
  pipelining: boolean;
  /** `AUTH LOGIN` is the only way in. */
  loginOnly: boolean;
}

async function introduce(talk: Talk, name: string): Promise<Offers> {
  const answer = await talk.say(`EHLO ${name}`);
  if (!went(answer)) expected('greeting', await talk.say(`HELO ${name}`));
  const offers = went(answer) ? answer.words : '';
  const auth = /^250[- ]AUTH[ =](.*)$/im.exec(offers)?.[1]?.toUpperCase() ?? '';
  return {
    tls: /^250[- ]STARTTLS\s*$/im.test(offers),
    pipelining: /^250[- ]PIPELINING\s*$/im.test(offers),
    loginOnly: /\bLOGIN\b/.test(auth) && !/\bPLAIN\b/.test(auth),
  };
}

async function signIn(talk: Talk, offers: Offers, user: string, password: string): Promise<void> {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  if (!offers.loginOnly) {
    expected('auth', await talk.say(`AUTH PLAIN ${base64(`\u0000${user}\u0000${password}`)}`));
    return;
  }
  expected('auth', await talk.say('AUTH LOGIN'));
  expected('auth', await talk.say(base64(user)));
  expected('auth', await talk.say(base64(password)));
}

const went = ({ code }: Reply): boolean => code >= 200 && code < 400;

function expected(stage: SmtpStage, reply: Reply): void {
  if (!went(reply)) throw new No(stage, reply);
}

function linkOf(talk: Talk, pipelining: boolean): SmtpLink {
  /** Replies to what was asked about the next mail while the one before left. */
  let ahead: Promise<Reply>[] = [];
  return {
    get usable() {
      return talk.broken === null;
    },
    send: async (envelope, mail, next) => {
      let handed = false;
      try {
        const lines = commandsOf(envelope);
        const asked = ahead.length > 0 || !pipelining ? ahead : quiet(talk.sayAll(lines));
        ahead = [];
        const no = await goAhead(talk, lines, asked);
        if (no !== null) return no;
        handed = true;
        const after = pipelining ? next() : null;
        const [answer, ...more] = talk.hand(
          mail.map(stuffed),
          after === null ? [] : commandsOf(after),
        );
        ahead = quiet(more);
        const last = await answer;
        return went(last)
          ? { kind: 'accepted', words: shortened(last.words) }
          : refusedAt('message', last);
      } catch (error) {
        // The mail leaves after the server has said "go ahead": before that nothing can have been taken.
        const words = wordsOf(error);
        return handed ? { kind: 'unknown', words } : { kind: 'away', stage: 'talk', words };
      }
    },
    reset: async () => {
      // Behind the end of a mail nothing of it is left to take back (RFC 5321 4.1.1.4).
      if (ahead.length > 0) return;
      const answer = await talk.say('RSET').catch(() => null);
      if (answer === null || !went(answer)) talk.close();
    },
    close: () => talk.close(),
  };
}

const STAGES = ['sender', 'recipient', 'data'] as const;

function commandsOf({ from, to }: Envelope): string[] {
  return [`MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA'];
}

/** Replies that nobody waits for yet may fail. */
function quiet(replies: Promise<Reply>[]): Promise<Reply>[] {
  for (const one of replies) one.catch(() => undefined);
  return replies;
}

/** Whether the server takes a mail; null = go ahead. `asked`: replies to commands that were sent; the others are sent now. */
async function goAhead(
  talk: Talk,
  lines: readonly string[],
  asked: readonly Promise<Reply>[],
): Promise<SmtpAnswer | null> {
  const said: Reply[] = [];
  for (const [i, line] of lines.entries()) {
    // A line that is cut behind a "no" does not take the "no" away.
    const refused = said.some((reply) => !went(reply));
    if (refused && asked.length === 0) break;
    const reply = await (asked[i] ?? talk.say(line)).catch((error: unknown) => {
      if (refused) return null;
      throw error;
    });
    if (reply !== null) said.push(reply);
  }
  const no = said.findIndex((reply) => !went(reply));
  const stage = STAGES[no];
  const reply = said[no];
  if (stage === undefined || reply === undefined) return null;
  // A server that waits for a mail without anybody to give it to gets an empty one and refuses it.
  if (no < 2 && said[2]?.code === 354) await talk.say('.');
  return refusedAt(stage, reply);
}

function refusedAt(stage: SmtpStage, { code, words }: Reply): SmtpAnswer {
  return { kind: 'refused', stage, code, words: shortened(words) };
}

/** Lines that begin with a dot get another one (RFC 5321 4.5.2); those we write never do. */
function stuffed(chunk: Buffer): Buffer {
  if (chunk.indexOf('\r\n.') === -1 && chunk[0] !== DOT) return chunk;
  return Buffer.from(chunk.toString('latin1').replace(/(^|\r\n)\./g, '$1..'), 'latin1');
}

const DOT = 46;
const WORDS_MAX = 300;

function wordsOf(error: unknown): string {
  return shortened(error instanceof Error ? error.message : String(error));
}

/** What a server said, on one line, without addresses: logs and tables are no place for them. */
export function shortened(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\w.+-]+@[\w.-]+/g, '…')
    .trim()
    .slice(0, WORDS_MAX);
}
