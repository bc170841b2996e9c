/** One SMTP conversation (RFC 5321): lines out, replies in, in order. Knows no mail. */
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { OwnWord } from '../said.ts';

/** What a server said to one command. */
export interface Reply {
  code: number;
  /** All its lines as they came. */
  words: string;
}

/** Where the conversation is held, and how long silence may last. */
export interface Place {
  host: string;
  port: number;
  /** TLS from the first byte. */
  secure: boolean;
  verifyCertificate: boolean;
  /** How names become addresses; the machine's own way unless told. */
  lookup?: LookupFunction;
  /** Silence (ms) until the line stands, until the greeting, and in between later on. */
  timeouts: { connectMs: number; greetingMs: number; idleMs: number };
}

interface Awaited {
  resolve: (reply: Reply) => void;
  reject: (fault: Error) => void;
}

/** A reply longer than this is no mail server's. */
const REPLY_MAX = 100_000;
/** How long (ms) the other side may take to hang up after QUIT. */
const FAREWELL_MS = 2_000;

/** A line to a server. Broken once, it stays so. */
export class Talk {
  /** Why nothing can be said any more; null while something can. */
  broken: Error | null = null;
  private readonly place: Place;
  private socket: Socket;
  private rest = '';
  private readonly waiting: Awaited[] = [];

  /** Connects; the greeting is the first reply. */
  constructor(place: Place) {
    this.place = place;
    const { host, port, secure, timeouts, lookup } = place;
    const to = { host, port, ...(lookup === undefined ? {} : { lookup }) };
    this.socket = secure ? connectTls({ ...this.tlsOptions(), ...to }) : connectPlain(to);
    this.socket.setTimeout(timeouts.connectMs);
    this.socket.once(secure ? 'secureConnect' : 'connect', () =>
      this.socket.setTimeout(timeouts.greetingMs),
    );
    this.listen();
  }

  /** The next reply nobody waits for yet. Rejects when the line breaks. */
  reply(): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.broken === null) this.waiting.push({ resolve, reject });
      else reject(this.broken);
    });
  }

  /** Says something and answers the reply to it. */
  say(line: string): Promise<Reply> {
    const answer = this.reply();
    this.socket.write(`${line}\r\n`, 'latin1');
    return answer;
  }

  /** Several commands in one go (RFC 2920); their replies come in order. */
  sayAll(lines: readonly string[]): Promise<Reply>[] {
    const answers = lines.map(() => this.reply());
    this.socket.write(`${lines.join('\r\n')}\r\n`, 'latin1');
    return answers;
  }

  /** Bytes, the lone dot that ends them and the commands behind it, in one go; answers the replies to all of these. */
  hand(
    chunks: readonly Uint8Array[],
    lines: readonly string[],
  ): [Promise<Reply>, ...Promise<Reply>[]] {
    const answer = this.reply();
    const answers = lines.map(() => this.reply());
    this.socket.cork();
    for (const chunk of chunks) this.socket.write(chunk);
    this.socket.write(Buffer.from(`${['.', ...lines].join('\r\n')}\r\n`, 'latin1'));
    this.socket.uncork();
    return [answer, ...answers];
  }

  /** From here on silence may last as long as it may between two mails. */
  settle(): void {
    this.socket.setNoDelay(true);
    this.socket.setTimeout(this.place.timeouts.idleMs);
  }

  /** Goes on under TLS. What the other side said in plain text beyond its reply is forgotten: it may be anybody's. */
  async secure(): Promise<void> {
    const plain = this.socket;
    plain.removeAllListeners('data');
    plain.removeAllListeners('timeout');
    this.rest = '';
    await new Promise<void>((resolve, reject) => {
      const socket = connectTls({ ...this.tlsOptions(), socket: plain });
      socket.once('secureConnect', resolve);
      this.socket = socket;
      this.waiting.push({
        resolve: () => reject(new Error('no_mail_server' satisfies OwnWord)),
        reject,
      });
      socket.setTimeout(this.place.timeouts.greetingMs);
      this.listen();
    });
    this.waiting.length = 0;
  }

  /** Says good-bye and hangs up. */
  close(): void {
    if (this.broken !== null) return;
    this.broken = new Error('hung_up' satisfies OwnWord);
    this.socket.setTimeout(FAREWELL_MS);
    this.socket.end('QUIT\r\n');
  }

  private tlsOptions() {
    const { host, verifyCertificate: rejectUnauthorized } = this.place;
    // A server's name is asked for only where it has one.
    const named = isIP(host) === 0 ? { servername: host } : {};
    return { ...named, rejectUnauthorized, minVersion: 'TLSv1.2' } as const;
  }

  private listen(): void {
    const { socket } = this;
    socket.on('data', (chunk: Buffer) => this.hear(chunk.toString()));
    socket.on('error', (error) => this.end(error));
    socket.on('timeout', () => this.end(new Error('no_answer' satisfies OwnWord)));
    socket.on('close', () => this.end(new Error('hung_up' satisfies OwnWord)));
  }

  private end(fault: Error): void {
    this.broken ??= fault;
    this.socket.destroy();
    for (const { reject } of this.waiting.splice(0)) reject(this.broken);
  }

  private hear(chunk: string): void {
    this.rest += chunk;
    for (;;) {
      // The last line of a reply has a blank, or nothing, behind its number.
      const found = /^\d{3}(?: [^\n]*|\r?)\n/m.exec(this.rest);
      if (found === null) break;
      const end = found.index + found[0].length;
      const words = this.rest.slice(0, end).trim();
      this.rest = this.rest.slice(end);
      this.heard({ code: Number(found[0].slice(0, 3)), words });
    }
    if (this.rest.length > REPLY_MAX) this.end(new Error('no_mail_server' satisfies OwnWord));
  }

  private heard(reply: Reply): void {
    const first = this.waiting.shift();
    if (first !== undefined) first.resolve(reply);
    // Nobody asked: the server says that it closes.
    else this.end(new Error(reply.words));
  }
}
