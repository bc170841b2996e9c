/**
 * Who reads the demo's mails: shoppers open some and follow a link in some of them, through what stands behind the public
 * links of every message; some of those buy afterwards. Whether and when is a function of the message, so that a restart
 * changes nothing.
 */
import { createHash } from 'node:crypto';
import type { RetailerId } from '@augenblick/contract';
import type { SentMail } from './queries.ts';
import { DEMO_MAIL_DOMAIN } from './shopper.ts';

/** What a reader does with a message; labelled as simulated. */
export interface Letters {
  /** Opens it, as a mail program does that fetches its pictures. */
  open(retailerId: RetailerId, deliveryId: string): Promise<void>;
  /** Follows its n-th link, from 0; false where there is none. */
  follow(retailerId: RetailerId, deliveryId: string, n: number): Promise<boolean>;
}

/** What one reader will do, ms; null: never. */
export interface Reading {
  openAt: number | null;
  followAt: number | null;
  buyAt: number | null;
  /** The link that is followed; the first one where there are not so many. */
  link: number;
}

/** Shares as shops of this size see them. */
const OPENED = 0.46;
const FOLLOWED = 0.3;
const BOUGHT = 0.35;
/** The first open within half a minute, half of them within twelve minutes, the last within an hour and a half. */
const SOONEST_MS = 20_000;
const LATEST_MS = 90 * 60_000;
/** Who buys does it within the hour, half of them within nine minutes. */
const SOONEST_BUY_MS = 2 * 60_000;
const LATEST_BUY_MS = 58 * 60_000;
const LINKS = 5;
/** Mails older than this lie unread; those of the last hour are caught up with after a restart. */
const LONGEST_MS = SOONEST_MS + LATEST_MS + LATEST_BUY_MS + 8 * 60_000;
const CATCH_UP_MS = 60 * 60_000;
const BETWEEN_MS = 5_000;
/** Deeds of one look; real traffic goes first. */
const DEEDS_MAX = 25;

/** What becomes of a message. Pure. */
export function readingOf(deliveryId: string, sentAt: number): Reading {
  const draws = createHash('sha256').update(deliveryId).digest();
  const draw = (n: number): number => draws.readUInt16BE(n * 2) / 65_536;
  const never = { openAt: null, followAt: null, buyAt: null, link: 0 };
  if (draw(0) >= OPENED) return never;
  const openAt = sentAt + SOONEST_MS + Math.round(LATEST_MS * draw(1) ** 3);
  if (draw(2) >= FOLLOWED) return { ...never, openAt };
  const followAt = openAt + 15_000 + Math.round(120_000 * draw(3));
  const link = Math.floor(draw(4) * LINKS);
  const bought = draw(5) < BOUGHT;
  const buyAt = bought
    ? followAt + SOONEST_BUY_MS + Math.round(LATEST_BUY_MS * draw(6) ** 3)
    : null;
  return { openAt, followAt, buyAt, link };
}

type Deed = { at: number; mail: SentMail } & (
  | { kind: 'open' }
  | { kind: 'follow'; link: number }
  | { kind: 'buy' }
);

/** What the readers need. */
export interface ReadersDeps {
  /** Mails of newsletters and journeys that were sent after an instant, ms. */
  mailsSince(retailerId: RetailerId, since: number): Promise<SentMail[]>;
  letters: Letters;
  /** The reader of a mail buys something at an instant, ms. */
  buy(mail: SentMail, at: number): Promise<void>;
}

/** The readers of the demo retailer. */
export class Readers {
  private readonly deps: ReadersDeps;
  private doneUntil: number | undefined;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: ReadersDeps) {
    this.deps = deps;
  }

  /** Does what was due since the last look. */
  async look(retailerId: RetailerId, now: number): Promise<void> {
    if (now - this.lookedAt < BETWEEN_MS) return;
    this.lookedAt = now;
    const from = this.doneUntil ?? now - CATCH_UP_MS;
    const mails = await this.deps.mailsSince(retailerId, from - LONGEST_MS);
    const due = mails
      // Somebody who tries the demo out with an address of their own reads their mail themselves.
      .filter(({ address }) => address?.endsWith(`@${DEMO_MAIL_DOMAIN}`))
      .flatMap((mail) => deedsOf(mail, readingOf(mail.id, mail.sentAt)))
      .filter(({ at }) => at > from && at <= now)
      .toSorted((a, b) => a.at - b.at);
    for (const deed of due.slice(0, DEEDS_MAX)) {
      await this.do(retailerId, deed);
      this.doneUntil = deed.at;
    }
    if (due.length <= DEEDS_MAX) this.doneUntil = now;
  }

  private async do(retailerId: RetailerId, deed: Deed): Promise<void> {
    const { letters, buy } = this.deps;
    const { id } = deed.mail;
    if (deed.kind === 'buy') return buy(deed.mail, deed.at);
    if (deed.kind === 'open') return letters.open(retailerId, id);
    if (!(await letters.follow(retailerId, id, deed.link))) await letters.follow(retailerId, id, 0);
  }
}

function deedsOf(mail: SentMail, { openAt, followAt, buyAt, link }: Reading): Deed[] {
  return [
    ...(openAt === null ? [] : [{ kind: 'open' as const, at: openAt, mail }]),
    ...(followAt === null ? [] : [{ kind: 'follow' as const, at: followAt, mail, link }]),
    ...(buyAt === null ? [] : [{ kind: 'buy' as const, at: buyAt, mail }]),
  ];
}
