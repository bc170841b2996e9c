/** One SMTP connection: nodemailer's client, with an exact answer to "was it taken?". */
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';

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
  timeouts: { connectMs: number; greetingMs: number; idleMs: number };
  /** Certificates are checked; false for stand-ins with certificates of their own. */
  verifyCertificate: boolean;
}

/** From whom to whom, as the servers see it. */
export interface Envelope {
  from: string;
  to: string;
}

/** At which command the server said no. */
export type SmtpStage = 'greeting' | 'auth' | 'sender' | 'recipient' | 'data' | 'message';

/**
 * accepted = the server took it; refused = it said no, in words; away = it was certainly not handed over; unknown = it was
 * handed over and no answer came.
 */
export type SmtpAnswer =
  | { kind: 'accepted'; words: string }
  | { kind: 'refused'; stage: SmtpStage; code: number; words: string }
  | { kind: 'away'; stage: 'connect' | 'talk'; words: string }
  | { kind: 'unknown'; words: string };

/** An open connection. */
export interface SmtpLink {
  /** True while another mail can be handed over. */
  readonly usable: boolean;
  send(envelope: Envelope, mail: Buffer): Promise<SmtpAnswer>;
  /** Readies it for the next mail after one was refused. */
  reset(): Promise<void>;
  close(): void;
}

/** nodemailer's error, as far as it is looked at. */
interface SmtpFault extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
}

const STAGES: Readonly<Record<string, SmtpStage>> = {
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
};

/** Opens and signs in. Answers why it did not work instead of throwing. */
export async function openLink(server: SmtpServer): Promise<SmtpLink | SmtpAnswer> {
  const client = new SMTPConnection({
    host: server.host,
    port: server.port,
    name: server.name,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    connectionTimeout: server.timeouts.connectMs,
    greetingTimeout: server.timeouts.greetingMs,
    socketTimeout: server.timeouts.idleMs,
    tls: { rejectUnauthorized: server.verifyCertificate, minVersion: 'TLSv1.2' },
  });
  const state: LinkState = { usable: true, broken: null, gone: () => undefined };
  const lost = (error?: Error): void => {
    state.usable = false;
    state.broken ??= error ?? new Error('connection closed');
    state.gone();
  };
  client.on('error', lost);
  client.once('end', () => lost());
  const opened = await settled((done) => client.connect(done), state);
  if (opened !== null) return refusedAt('greeting', opened);
  const { user, password } = server;
  if (user !== null && user !== '') {
    const login = await settled(
      (done) =>
        client.login(
          { user, pass: password ?? '', credentials: { user, pass: password ?? '' } },
          done,
        ),
      state,
    );
    if (login !== null) {
      client.close();
      return refusedAt('auth', login);
    }
  }
  return linkOf(client, state);
}

interface LinkState {
  usable: boolean;
  broken: Error | null;
  gone: () => void;
}

/** Runs a command; null when it went well. A connection that is lost ends it, too. */
function settled(
  run: (done: (error?: Error | null) => void) => void,
  state: LinkState,
): Promise<SmtpFault | null> {
  return new Promise((resolve) => {
    const end = (error: Error | null | undefined): void => resolve((error as SmtpFault) ?? null);
    state.gone = () => end(state.broken);
    if (state.broken !== null) end(state.broken);
    else run((error) => end(error ?? null));
  });
}

function refusedAt(stage: 'greeting' | 'auth', fault: SmtpFault): SmtpAnswer {
  const words = wordsOf(fault);
  if (fault.responseCode !== undefined) {
    return { kind: 'refused', stage, code: fault.responseCode, words };
  }
  return { kind: 'away', stage: 'connect', words };
}

function linkOf(client: SMTPConnection, state: LinkState): SmtpLink {
  return {
    get usable() {
      return state.usable;
    },
    send: async (envelope, mail) => {
      const body = oneChunk(mail);
      let said = '';
      const fault = await settled(
        (done) =>
          client.send({ from: envelope.from, to: [envelope.to] }, body.stream, (error, info) => {
            said = info?.response ?? '';
            done(error);
          }),
        state,
      );
      if (fault === null) return { kind: 'accepted', words: shortened(said) };
      const { responseCode: code, command } = fault;
      const words = wordsOf(fault);
      if (code !== undefined && code >= 400 && code < 600 && command !== 'CONN') {
        const stage = STAGES[command ?? ''] ?? (body.asked() ? 'message' : 'data');
        return { kind: 'refused', stage, code, words };
      }
      state.usable = false;
      client.close();
      // The body is asked for after the server has said "go ahead": before that nothing can have been taken.
      return body.asked() ? { kind: 'unknown', words } : { kind: 'away', stage: 'talk', words };
    },
    reset: async () => {
      const fault = await settled((done) => client.reset(done), state);
      if (fault !== null) {
        state.usable = false;
        client.close();
      }
    },
    close: () => {
      if (state.usable) client.quit();
      state.usable = false;
      client.close();
    },
  };
}

/** The mail as a stream of one piece that knows whether it was asked for. */
function oneChunk(mail: Buffer): { stream: Readable; asked(): boolean } {
  let asked = false;
  const stream = new Readable({
    read() {
      asked = true;
      this.push(mail);
      this.push(null);
    },
  });
  return { stream, asked: () => asked };
}

const WORDS_MAX = 300;

function wordsOf(fault: SmtpFault): string {
  return shortened(fault.response ?? fault.message);
}

/** What a server said, on one line, without addresses: logs and tables are no place for them. */
export function shortened(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\w.+-]+@[\w.-]+/g, '…')
    .trim()
    .slice(0, WORDS_MAX);
}
