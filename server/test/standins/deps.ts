/** What a channel is opened with in tests. */
import type { ProfileId, RetailerId } from '@augenblick/contract';
import type { ChannelDeps, Outgoing } from '../../src/delivery/index.ts';
import {
  createIds,
  fixedClock,
  type FixedClock,
  seededRandom,
  silentLog,
  type Sql,
} from '../../src/runtime/index.ts';

/** Deps with a clock that stands still at 1 March 2026, 12:00 UTC. No database unless one is given. */
export function channelTestDeps(
  more: Partial<ChannelDeps> = {},
): ChannelDeps & { clock: FixedClock } {
  const clock = fixedClock('2026-03-01T12:00:00Z');
  const random = seededRandom(7);
  return {
    sql: null as unknown as Sql,
    ids: createIds(clock, random),
    random,
    log: silentLog,
    retailerId: 1 as RetailerId,
    publicUrl: 'https://shop.example',
    allowPrivateHosts: true,
    fetch,
    ...more,
    clock,
  };
}

let serial = 0;

/** A mail to be sent. */
export function mailOf(to: string, more: Partial<Outgoing> = {}): Outgoing {
  serial += 1;
  return {
    id: `0195${String(serial).padStart(4, '0')}-0000-7000-8000-0000000000aa`,
    retailerId: 1 as RetailerId,
    profileId: '01950000-0000-7000-8000-000000000001' as ProfileId,
    address: to,
    locale: 'de',
    basis: 'marketing',
    content: {
      subject: 'Grüße aus dem Laden – nur für dich',
      preheader: 'Kurz gesagt',
      html: '<!doctype html><html><body><p>Schöne Größen = 10 %  Rabatt.</p>\n.\n<p>Ende</p></body></html>',
      text: 'Schöne Größen = 10 %  Rabatt.\n.\nEnde',
    },
    links: {
      unsubscribe: 'https://shop.example/m/u/abc',
      preferences: 'https://shop.example/m/p/abc',
      browser: 'https://shop.example/m/b/abc',
    },
    origin: { kind: 'broadcast', id: '01950000-0000-7000-8000-0000000000bb' },
    at: Date.UTC(2026, 2, 1, 12),
    attempt: 1,
    ...more,
  };
}

/** A short message. */
export function shortOf(to: string, more: Partial<Outgoing> = {}): Outgoing {
  const content = {
    title: 'Wieder da',
    text: 'Ihr Schuh ist wieder da.',
    url: 'https://shop.example/m/k/abc/1',
    picture: null,
  };
  return mailOf(to, { content, ...more });
}
