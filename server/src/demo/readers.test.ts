import type { RetailerId } from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { Readers, readingOf } from './readers.ts';

const SENT = Date.UTC(2026, 10, 22, 8, 0);
const SHOP = 1 as RetailerId;
const idOf = (n: number): string => `01a2021d-0000-7000-8000-${String(n).padStart(12, '0')}`;
const many = Array.from({ length: 2_000 }, (_, n) => readingOf(idOf(n), SENT));

describe('what becomes of a mail of the demo', () => {
  it('is the same every time', () => {
    expect(readingOf(idOf(7), SENT)).toEqual(readingOf(idOf(7), SENT));
  });

  it('is what shops of this size see: nearly half are opened, a third of those followed', () => {
    const opened = many.filter(({ openAt }) => openAt !== null);
    const followed = opened.filter(({ followAt }) => followAt !== null);
    expect(opened.length / many.length).toBeCloseTo(0.46, 1);
    expect(followed.length / opened.length).toBeCloseTo(0.3, 1);
  });

  it('leads some of those who followed a link to the till, within the hour after', () => {
    const followed = many.filter(({ followAt }) => followAt !== null);
    const bought = followed.filter(({ buyAt }) => buyAt !== null);
    expect(bought.length / followed.length).toBeCloseTo(0.35, 1);
    expect(many.filter(({ followAt, buyAt }) => followAt === null && buyAt !== null)).toEqual([]);
    for (const { followAt, buyAt } of bought) {
      expect((buyAt ?? 0) - (followAt ?? 0)).toBeGreaterThanOrEqual(120_000);
      expect((buyAt ?? 0) - (followAt ?? 0)).toBeLessThanOrEqual(3_600_000);
    }
  });

  it('is never followed without being opened, nor before', () => {
    for (const { openAt, followAt } of many) {
      if (openAt === null) expect(followAt).toBeNull();
      else {
        expect(openAt).toBeGreaterThan(SENT);
        if (followAt !== null) expect(followAt).toBeGreaterThan(openAt);
      }
    }
  });
});

describe('the readers of the demo', () => {
  const mails = Array.from({ length: 120 }, (_, n) => ({
    id: idOf(n),
    address: `${n}@beispiel.example`,
    sentAt: SENT,
  }));
  const wanted = mails.flatMap(({ id }) => {
    const { openAt, followAt, buyAt } = readingOf(id, SENT);
    return [
      ...(openAt === null ? [] : [`open ${id}`]),
      ...(followAt === null ? [] : [`link ${id}`]),
      ...(buyAt === null ? [] : [`buy ${id} at ${buyAt}`]),
    ];
  });

  async function readAll(until: number, sent = mails): Promise<string[]> {
    const done: string[] = [];
    const readers = new Readers({
      mailsSince: (_, since) => Promise.resolve(sent.filter(({ sentAt }) => sentAt > since)),
      letters: {
        open: (_, id) => Promise.resolve(void done.push(`open ${id}`)),
        follow: (_, id, n) => {
          // Each of these mails has two links.
          if (n < 2) done.push(`link ${id}`);
          return Promise.resolve(n < 2);
        },
      },
      buy: ({ id }, at) => Promise.resolve(void done.push(`buy ${id} at ${at}`)),
    });
    for (let now = SENT; now <= until; now += 5_000) await readers.look(SHOP, now);
    return done;
  }

  it('does everything once, in its time, however busy a look is', async () => {
    const done = await readAll(SENT + 3 * 3_600_000);
    expect(done.toSorted()).toEqual(wanted.toSorted());
    expect((await readAll(SENT + 15_000)).length).toBe(0);
  });

  it('leaves mails to real people alone', async () => {
    const own = mails.map((mail) => ({ ...mail, address: 'ich@beispiel.example.com' }));
    expect(await readAll(SENT + 3 * 3_600_000, own)).toEqual([]);
  });
});
