import { createHmac } from 'node:crypto';
import type {
  DecisionDetail,
  DecisionList,
  DecisionSettingsShown,
  MomentAnswer,
  PreviewAnswer,
} from '@augenblick/contract/api/decision.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { addCampaign, addPlacement, deciding, profileOf } from '../../test/decision-house.ts';
import { SOURCES, type WritePath, writePath } from '../../test/write-path.ts';
import { type TestServer, testServer, type Visitor } from '../../test/server.ts';
import { createReading } from '../profile/index.ts';
import { seededRandom } from '../runtime/index.ts';
import { exampleCampaign, exampleContent, exampleId } from './example.ts';
import { decisionPublicRoutes } from './routes-public.ts';
import { decisionRoutes } from './routes.ts';

let db: TestDatabase;
let path: WritePath;
let server: TestServer;
let owner: Visitor;
const KEYS: Record<string, typeof SOURCES.web> = {
  'web-key': SOURCES.web,
  'till-key': SOURCES.till,
};
const catalogue = { byIds: () => Promise.resolve(new Map()) };

beforeAll(async () => {
  db = await testDatabase();
  const { database } = db;
  path = writePath(database, {
    now: '2026-03-04T05:06:07Z',
    riding: () => decisions.riding,
  });
  const { decisions } = deciding(database, { clock: path.clock });
  server = await testServer(db, {
    more: (http, access) => {
      void decisionPublicRoutes(http, {
        decisions,
        ingest: path.ingest,
        catalogue,
        byWriteKey: (key) => Promise.resolve(KEYS[key] ?? null),
        sql: database.owner,
      });
      const ids = { uuid7: () => server.ids.uuid7(), token: () => server.ids.token() };
      const { clock } = path;
      const random = seededRandom(1);
      const reading = createReading(database.owner);
      const { audit } = access;
      decisionRoutes(http, {
        access,
        database,
        clock,
        ids,
        random,
        audit,
        decisions,
        reading,
        catalogue,
      });
    },
  });
  owner = await server.visitor('owner');
  const fallback = { de: exampleContent('Hallo'), en: exampleContent('Hello') };
  await addPlacement(database, 'home', { fallback, name: 'Startseite' });
  const consent = { purpose: 'personalisation', channel: 'any' } as const;
  const content = { ...exampleContent('Für {{ first_name }}'), products: 'viewed' as const };
  const variants = [{ id: 'a', name: 'A', weight: 1, contents: { de: content, en: content } }];
  await addCampaign(database, exampleId(1), exampleCampaign('Persönlich', { consent, variants }));
  await owner.request('PUT', '/api/r/1/decisions/settings', {
    globalHoldoutBp: 0,
    caps: [],
    quiet: null,
    marginBp: 4000,
  });
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

const view = {
  type: 'track',
  event: 'Product Added',
  properties: { product_id: 'p1', name: 'Vase', price: 9, currency: 'EUR' },
};
async function moment(body: object, headers: Record<string, string> = {}): Promise<MomentAnswer> {
  const answer = await server.stranger().request(
    'POST',
    '/v1/moment',
    {
      writeKey: 'web-key',
      placements: ['home'],
      ...body,
    },
    headers,
  );
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

it('takes events in and gives moment and decision in one round trip; a retry gets the same', async () => {
  const body = {
    requestId: 'round-trip-1',
    anonymousId: 'anna',
    locale: 'en-GB',
    batch: [
      { ...view, messageId: 'a1' },
      {
        type: 'track',
        event: 'Consent Granted',
        messageId: 'a2',
        properties: { purpose: 'personalisation' },
      },
      { type: 'identify', messageId: 'a3', traits: { firstName: 'Anna' } },
    ],
  };
  const first = await moment(body, { 'content-type': 'text/plain;charset=UTF-8' });
  expect(first.moment).toMatchObject({ kind: 'buy', evidence: [] });
  expect(first.decisions[0]).toMatchObject({ placement: 'home', fallback: false, minHeight: 120 });
  expect(first.decisions[0]?.content?.headline).toBe('Für Anna');
  expect(first.decisions[0]).not.toHaveProperty('trace');
  const again = await moment(body);
  expect(again).toEqual({ ...first, repeated: true });
  const [count] = await db.database.owner<{ n: number }[]>`
    select count(*)::int as n from event where retailer_id = 1`;
  expect(count?.n).toBe(3);
});

it('gives the placement’s own content to strangers without consent, and to nobody in particular', async () => {
  const stranger = await moment({
    requestId: 'round-trip-2',
    anonymousId: 'ben',
    batch: [{ ...view, messageId: 'b1' }],
  });
  expect(stranger.decisions[0]).toMatchObject({
    fallback: true,
    campaign: null,
    content: { headline: 'Hallo' },
  });
  const nobody = await moment({ requestId: 'round-trip-3', locale: 'en' });
  expect(nobody).toMatchObject({
    moment: null,
    decisions: [{ decisionId: null, content: { headline: 'Hello' } }],
  });
});

it('tells nothing of a person to a browser that only names them, and everything once the shop has signed', async () => {
  await path.ingest.submit(path.till, [
    { type: 'identify', userId: 'K-9', messageId: 'k1', traits: { firstName: 'Karla' } },
    {
      type: 'track',
      event: 'Consent Granted',
      userId: 'K-9',
      messageId: 'k2',
      properties: { purpose: 'personalisation' },
    },
    { ...view, userId: 'K-9', messageId: 'k3' },
  ]);
  const attack = await moment({
    requestId: 'attack-1',
    anonymousId: 'eve',
    userId: 'K-9',
    explain: true,
  });
  expect(attack.moment).toBeNull();
  expect(JSON.stringify(attack)).not.toMatch(/Karla|Vase/);
  const secret = (await owner.request('POST', '/api/r/1/decisions/sources/1/secret')).json().secret;
  const userProof = createHmac('sha256', secret).update('K-9').digest('hex');
  const signed = await moment({ requestId: 'signed-1', userId: 'K-9', userProof });
  expect(signed.decisions[0]?.content?.headline).toBe('Für Karla');
  const forged = await moment({ requestId: 'signed-2', userId: 'K-9', userProof: '00'.repeat(32) });
  expect(forged.decisions[0]?.fallback).toBe(true);
});

it('explains only where the source may ask', async () => {
  const body = { requestId: 'why-asked-1', anonymousId: 'anna', explain: true };
  expect((await moment(body)).decisions[0]).not.toHaveProperty('trace');
  const set = await owner.request('PUT', '/api/r/1/decisions/sources/1', { explain: true });
  const shown = set.json<DecisionSettingsShown>();
  expect(shown.sources.find(({ id }) => id === 1)).toMatchObject({ explain: true, proof: true });
  const answer = await moment({ ...body, requestId: 'why-asked-2' });
  expect(answer.decisions[0]?.trace?.options[0]).toMatchObject({
    campaign: 'Persönlich',
    lost: null,
  });
  expect(answer.moment?.evidence[0]?.words.de).toContain('Vase');
});

it('refuses what is no request, and asks of servers only for whom they may ask', async () => {
  const post = (url: string, body: object) => server.stranger().request('POST', url, body);
  expect(
    (await post('/v1/moment', { writeKey: 'none', requestId: 'x'.repeat(9) })).statusCode,
  ).toBe(401);
  expect((await post('/v1/moment', { writeKey: 'web-key', requestId: 'short' })).statusCode).toBe(
    400,
  );
  const asked = { requestId: 'server-1', userId: 'K-9', placements: ['home'] };
  expect((await post('/v1/decide', { ...asked, writeKey: 'web-key' })).statusCode).toBe(403);
  const answer = await post('/v1/decide', { ...asked, writeKey: 'till-key' });
  expect(answer.json<MomentAnswer>().decisions[0]?.content?.headline).toBe('Für Karla');
});

it('keeps a log that can be filtered, one decision with every option, and a preview that writes nothing', async () => {
  const get = async <T>(url: string): Promise<T> => {
    const answer = await owner.request('GET', `/api/r/1/decisions${url}`);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json<T>();
  };
  const all = await get<DecisionList>('?limit=2');
  expect(all.decisions).toHaveLength(2);
  const next = await get<DecisionList>(`?limit=100&cursor=${all.next}`);
  const ids = [...all.decisions, ...next.decisions].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const won = await get<DecisionList>(`?campaign=${exampleId(1)}`);
  expect(won.decisions.every(({ result }) => result === 'campaign')).toBe(true);
  const lost = await get<DecisionList>(`?campaign=${exampleId(1)}&reason=consent_missing`);
  expect(lost.decisions.length).toBeGreaterThan(0);
  expect(won.decisions.length + lost.decisions.length).toBeLessThanOrEqual(ids.length);
  const detail = await get<DecisionDetail>(`/${lost.decisions[0]?.id}`);
  expect(detail.trace.options).toMatchObject([{ lost: 'consent_missing', guard: 'consent' }]);
  expect(detail.evidence.length).toBeGreaterThan(0);
  await get('/summary?days=7');
  await get('/outcomes?days=7');
  const shopperId = await profileOf(db.database, 'anna');
  const preview = await owner.request('POST', '/api/r/1/decisions/preview', {
    placement: 'home',
    shopperId,
  });
  expect(preview.json<PreviewAnswer>()).toMatchObject({
    result: 'campaign',
    content: { headline: 'Für Anna' },
  });
  expect((await get<DecisionList>('?limit=100')).decisions).toHaveLength(ids.length);
});

it('shows another shop nothing', async () => {
  const other = await server.visitor('owner', 2 as never);
  const answer = await other.request('GET', '/api/r/2/decisions');
  expect(answer.json<DecisionList>().decisions).toEqual([]);
  expect((await other.request('GET', '/api/r/1/decisions')).statusCode).toBe(403);
});
