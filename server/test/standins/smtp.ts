/** A mail server on the loopback, as awkward as real ones: smtp-server reads the protocol, the script decides the manners. */
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** How the server behaves towards one mail. */
export type SmtpManner =
  | { kind: 'accept' }
  /** Takes it after this long (ms). */
  | { kind: 'slow'; ms: number }
  /** Says this at RCPT. */
  | { kind: 'refuse_recipient'; code: number; words: string }
  /** Says this after the mail was read. */
  | { kind: 'refuse_mail'; code: number; words: string }
  /** Cuts the line while the mail is being read. */
  | { kind: 'drop_in_data' }
  /** Reads the whole mail, takes it, and cuts the line instead of answering. */
  | { kind: 'drop_after_data' }
  /** Reads the whole mail and says nothing more. */
  | { kind: 'hang_after_data' }
  /** Says nothing at MAIL FROM. */
  | { kind: 'hang_at_sender' };

/** A mail the server took, the bytes as they came. */
export interface TakenMail {
  from: string;
  to: string;
  raw: Buffer;
  session: string;
}

export interface SmtpStandin {
  port: number;
  taken: TakenMail[];
  /** Connections that were made. */
  connections(): number;
  /** What to do with mail to this address; by default it is taken. */
  manner(to: string, manners: SmtpManner | SmtpManner[]): void;
  /** Manner of every sender until it is changed. */
  always(manner: SmtpManner | null): void;
  /** Ends connections that lie idle, as servers do. */
  hangUp(): void;
  close(): Promise<void>;
}

function failure(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code });
}

/** What a server offers beside taking mail. */
export interface SmtpOffers {
  /** It asks for this user's password. */
  user?: string;
  password?: string;
  /** Ways to sign in; LOGIN and PLAIN unless told. */
  methods?: string[];
  /** It goes on under TLS when asked to, with a certificate of its own. */
  starttls?: boolean;
  /** It wants one command after the other. */
  oneByOne?: boolean;
}

/** Starts the server on a free port. */
export async function smtpStandin(options: SmtpOffers = {}): Promise<SmtpStandin> {
  const taken: TakenMail[] = [];
  const scripts = new Map<string, SmtpManner[]>();
  let general: SmtpManner | null = null;
  let connections = 0;
  const chosen = new WeakMap<SMTPServerSession, SmtpManner>();
  const next = (to: string): SmtpManner => {
    const script = scripts.get(to);
    const manner = script !== undefined && script.length > 1 ? script.shift() : script?.[0];
    return manner ?? general ?? { kind: 'accept' };
  };
  const server = new SMTPServer({
    authOptional: options.user === undefined,
    hideSTARTTLS: options.starttls !== true,
    hidePIPELINING: options.oneByOne === true,
    ...(options.methods === undefined ? {} : { authMethods: options.methods }),
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onAuth: (auth, _session, done) => {
      const right = auth.username === options.user && auth.password === options.password;
      if (right) done(null, { user: auth.username ?? '' });
      else done(failure(535, '5.7.8 Authentication failed'));
    },
    onConnect: (_session, done) => {
      connections += 1;
      done();
    },
    onMailFrom: (_address, _session, done) => {
      if (general?.kind !== 'hang_at_sender') done();
    },
    onRcptTo: ({ address }, session, done) => {
      const manner = next(address);
      chosen.set(session, manner);
      if (manner.kind === 'refuse_recipient') done(failure(manner.code, manner.words));
      else done();
    },
    onData: (stream, session, done) => {
      const manner = chosen.get(session) ?? { kind: 'accept' };
      read(server, { stream, session, manner, taken, done });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    connections: () => connections,
    manner: (to, manners) => scripts.set(to, Array.isArray(manners) ? manners : [manners]),
    always: (manner) => {
      general = manner;
    },
    hangUp: () => {
      for (const connection of connectionsOf(server)) connection.close();
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Line {
  session: SMTPServerSession;
  close(): void;
}

function connectionsOf(server: SMTPServer): Set<Line> {
  return (server as unknown as { connections: Set<Line> }).connections;
}

function cut(server: SMTPServer, session: SMTPServerSession): void {
  for (const line of connectionsOf(server))
    if (line.session.id === session.id)
      (line as unknown as { _socket: { destroy(): void } })._socket.destroy();
}

interface Reading {
  stream: SMTPServerDataStream;
  session: SMTPServerSession;
  manner: SmtpManner;
  taken: TakenMail[];
  done: (error?: Error | null, message?: string) => void;
}

function read(server: SMTPServer, { stream, session, manner, taken, done }: Reading): void {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    if (manner.kind === 'drop_in_data') cut(server, session);
  });
  stream.on('end', () => {
    const { mailFrom, rcptTo } = session.envelope;
    const mail: TakenMail = {
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo[0]?.address ?? '',
      raw: Buffer.concat(chunks),
      session: session.id,
    };
    switch (manner.kind) {
      case 'refuse_mail':
        return done(failure(manner.code, manner.words));
      case 'drop_in_data':
        return undefined;
      case 'drop_after_data':
        taken.push(mail);
        return cut(server, session);
      case 'hang_after_data':
        taken.push(mail);
        return undefined;
      case 'slow':
        return void setTimeout(() => {
          taken.push(mail);
          done();
        }, manner.ms);
      case 'accept':
      case 'refuse_recipient':
      case 'hang_at_sender':
      default:
        taken.push(mail);
        return done(null, '2.0.0 Ok: queued as 4XyZ123');
    }
  });
}
