import type { VitalsShown } from '@augenblick/contract/api/vitals.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, runningServer } from '../../test/pipeline/running.ts';
import { costOfSlowPages } from './cost.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runningServer();
});
afterAll(() => server.stop());

const load = (id: string, properties: Record<string, unknown>) => ({
  type: 'track',
  event: 'Web Vitals',
  messageId: `v-${id}`,
  anonymousId: `a-${id}`,
  properties,
});
const read = (): Promise<VitalsShown> => server.asOwner('GET', '/vitals?days=7');

it('says nothing before anything was measured', async () => {
  expect(await read()).toEqual({ days: 7, devices: [], pages: [], phone: null });
});

it('gives the 75th percentile by device and by kind of page, without nonsense', async () => {
  const { key } = await server.source('web');
  const phone = [1000, 2000, 3000, 4000, 5000].map((lcp, i) =>
    load(`p${i}`, { device: 'phone', page_type: 'product', lcp, inp: 100, cls: 0.1, ttfb: 300 }),
  );
  const odd = [
    load('o1', { device: 'phone', page_type: 'product', lcp: 9e9, inp: 'fast', cls: -1 }),
    load('o2', { device: 'toaster', page_type: 'x'.repeat(500) }),
    load('d1', { device: 'desktop', page_type: 'home', lcp: 800, cls: 0 }),
  ];
  await server.send('/v1/batch', { writeKey: key, batch: [...phone, ...odd] });
  const { devices, pages, phone: cost } = await read();
  expect(devices).toEqual([
    { device: 'phone', loads: 6, lcp: 4000, inp: 100, ttfb: 300, cls: 0.1 },
    { device: 'desktop', loads: 1, lcp: 800, inp: null, ttfb: null, cls: 0 },
  ]);
  expect(pages[0]).toMatchObject({ pageType: 'product', loads: 6, lcp: 4000 });
  expect(pages.every(({ pageType }) => pageType.length <= 40)).toBe(true);
  expect(cost).toBeNull();
});

it('compares slow with fast only where both are enough', () => {
  expect(costOfSlowPages({ shoppers: 29, buying: 1 }, { shoppers: 900, buying: 90 })).toBeNull();
  expect(
    costOfSlowPages({ shoppers: 200, buying: 10 }, { shoppers: 400, buying: 40 })?.missing,
  ).toBe(10);
  expect(
    costOfSlowPages({ shoppers: 200, buying: 90 }, { shoppers: 400, buying: 40 })?.missing,
  ).toBe(0);
});
