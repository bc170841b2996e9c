/** A pool of SMTP connections to one server, with back-off while the server cannot be reached. */
import type { Clock } from '../../../runtime/index.ts';
import {
  type Envelope,
  openLink,
  type SmtpAnswer,
  type SmtpLink,
  type SmtpServer,
} from './connection.ts';
import type { OwnWord } from '../said.ts';

/** What the pool needs. */
export interface PoolOptions {
  server: SmtpServer;
  clock: Clock;
  /** Most connections at once. */
  connections: number;
  /** Mails through one connection before it is closed; servers do not like endless ones. */
  mailsPerConnection: number;
}

/** `retryAt` (ms) stands where the server is being left alone for a while. */
export type PoolAnswer = SmtpAnswer & { retryAt?: number };

export interface SmtpPool {
  send(envelope: Envelope, mail: readonly Buffer[]): Promise<PoolAnswer>;
  /** Connects and signs in, without sending; null when that works. */
  verify(): Promise<SmtpAnswer | null>;
  close(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

interface Held {
  link: SmtpLink;
  mails: number;
  /** Who gets it next: the server was asked about their mail together with the one under way. */
  next: Waiter | null;
}

/** Who waits for a connection. */
interface Waiter {
  envelope: Envelope;
  go: (held: Held | PoolAnswer) => void;
}

/** Opens nothing before the first mail. */
export function createSmtpPool(options: PoolOptions): SmtpPool {
  const pause = createPause(options.clock);
  const lines = createLines(options, pause);
  const once = async (envelope: Envelope, mail: readonly Buffer[]): Promise<PoolAnswer> => {
    const held = await lines.take(envelope);
    if (!('link' in held)) return held;
    const used = held.mails > 0;
    held.mails += 1;
    const answer = await held.link.send(envelope, mail, () => lines.follow(held));
    if (answer.kind === 'refused') await held.link.reset();
    lines.give(held);
    // A connection that lay idle may have been closed from the other side: nothing was handed over, so a fresh one is tried.
    if (answer.kind === 'away' && used) return once(envelope, mail);
    if (answer.kind === 'away' || isClosing(answer)) return { ...answer, retryAt: pause.longer() };
    return answer;
  };
  return {
    send: once,
    verify: async () => {
      const link = await openLink(options.server);
      if (!('usable' in link)) return link;
      link.close();
      return null;
    },
    close: async () => lines.close(),
  };
}

/** The connections: idle ones, and those who wait for one. */
function createLines(options: PoolOptions, pause: ReturnType<typeof createPause>) {
  const { server, connections } = options;
  const idle: Held[] = [];
  const waiting: Waiter[] = [];
  let open = 0;
  let closed = false;

  const drop = (held: Held): void => {
    held.link.close();
    open -= 1;
  };
  const connect = async (): Promise<Held | PoolAnswer> => {
    open += 1;
    const link = await openLink(server);
    if ('usable' in link) {
      pause.over();
      return { link, mails: 0, next: null };
    }
    open -= 1;
    const answer: PoolAnswer = { ...link, retryAt: pause.longer() };
    // No connection is left that could come free: those who wait for one would wait for ever.
    if (open === 0) for (const { go } of waiting.splice(0)) go(answer);
    return answer;
  };
  const take = async (envelope: Envelope): Promise<Held | PoolAnswer> => {
    for (let held = idle.pop(); held !== undefined; held = idle.pop()) {
      if (held.link.usable) return held;
      drop(held);
    }
    const until = pause.until();
    if (until !== null) return { ...AWAY, retryAt: until };
    if (open < connections) return connect();
    return new Promise((go) => waiting.push({ envelope, go }));
  };
  const isSpent = ({ mails }: Held): boolean => mails >= options.mailsPerConnection;
  /** Whose mail is asked about while this connection's leaves. */
  const follow = (held: Held): Envelope | null => {
    held.next = closed || isSpent(held) ? null : (waiting.shift() ?? null);
    return held.next?.envelope ?? null;
  };
  /** The connection goes to whoever waits, or its place does, to a new one. */
  const give = (held: Held): void => {
    const waiter = held.next ?? waiting.shift();
    held.next = null;
    const over = closed && waiter === undefined;
    if (over || isSpent(held) || !held.link.usable) {
      drop(held);
      if (waiter !== undefined) void replace(waiter);
    } else if (waiter === undefined) {
      idle.push(held);
    } else {
      waiter.go(held);
    }
  };
  const replace = async ({ envelope, go }: Waiter): Promise<void> => {
    go(await take(envelope));
  };
  return {
    take,
    follow,
    give,
    close: (): void => {
      closed = true;
      for (const held of idle.splice(0)) drop(held);
      for (const { go } of waiting.splice(0)) go(AWAY);
    },
  };
}

const AWAY: PoolAnswer = {
  kind: 'away',
  stage: 'connect',
  words: 'left_alone' satisfies OwnWord,
};

/** 421: the server closes for now. */
function isClosing(answer: SmtpAnswer): boolean {
  return answer.kind === 'refused' && answer.code === 421;
}

/** How long a server is left alone: a second at first, twice as long each time, a minute at most. */
function createPause(clock: Clock) {
  let failures = 0;
  let end = 0;
  return {
    until: (): number | null => (clock.now() < end ? end : null),
    over: (): void => {
      failures = 0;
      end = 0;
    },
    longer: (): number => {
      const now = clock.now();
      // Those that were under way when the first one failed tell nothing new.
      if (now >= end) {
        end = now + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
        failures += 1;
      }
      return end;
    },
  };
}
