/** The page "view in browser": people pass its address on, so it must not hand on what is theirs alone. */
import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/database.ts';
import { MARKETING, memoryWriter } from '../../test/messages.ts';
import { type TestServer, testServer } from '../../test/server.ts';
import { silentLog } from '../runtime/index.ts';
import { deliveryId } from './id.ts';
import { deliveryPublicRoutes } from './routes-public.ts';
import { linkToken, readToken } from './token.ts';

const ONE = 1 as RetailerId;
const SECRET = Buffer.alloc(32, 5);
const ID = deliveryId(ONE, 'b:view:1');
const LAMP = 'https://shop.example/lampe';
const PERSON = '0190bbbb-0000-7000-8000-000000000001';

let db: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  db = await testDatabase();
  server = await testServer(db, {
    more: (http, { limits }) => {
      const deliveries = {
        readLink: async (token: string) => readToken(SECRET, token),
        base: async () => ({ secret: SECRET, publicUrl: 'https://augenblick.example' }),
        receive: async () => undefined,
      };
      const writer = {
        ...memoryWriter,
        template: async (...asked: Parameters<typeof memoryWriter.template>) => {
          const template = await memoryWriter.template(...asked);
          if (template === null) return null;
          // A link to the preferences in the text, before one to the shop.
          const fill: typeof template.fill = ({ links }, _locale, _variant, track) => {
            const addresses = [links.preferences, LAMP].filter((one) => one !== null);
            const shown = addresses.map((one, n) => track?.(n, one) ?? one);
            return {
              subject: 'Post',
              preheader: '',
              html: `<html><body>${JSON.stringify(links)}${shown.join(' ')}</body></html>`,
              text: '',
              links: addresses,
            };
          };
          return { ...template, fill };
        },
      };
      deliveryPublicRoutes(http, {
        deliveries: deliveries as never,
        database: db.database,
        writer,
        clock: { now: () => server.clock.now() },
        log: silentLog,
        limits,
      });
    },
  });
  await db.database.owner`
    insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
                          origin_version, templates, rules, data, not_before, status, channel, address)
    values (1, ${ID}, ${PERSON}, now(), 'mail', 2, '{mail}', 'broadcast', 'b', 1, '{}', '{}', '{}', now(), 'sent', 'mail',
            'a@mail.example')`;
  await db.database.owner`
    insert into delivery_content (retailer_id, id, at, profile_id, template_id, template_version, variant, locale, data)
    values (1, ${ID}, now(), ${PERSON}, ${MARKETING}, 1, null, 'de', '{}')`;
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

it('shows no link with which a stranger could unsubscribe the shopper, and takes no form', async () => {
  const token = linkToken(SECRET, ONE, ID, 'view');
  const page = await server.stranger().request('GET', `/m/b/${token}`);
  expect(page.statusCode).toBe(200);
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  expect(page.body).toContain('"unsubscribe":null,"preferences":null');
  expect(page.headers['content-security-policy']).toContain("form-action 'none'");
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
});

it('leads where the mail says, and from a link that counts never to what is its reader’s own', async () => {
  const token = linkToken(SECRET, ONE, ID, 'view');
  const visitor = server.stranger();
  const own = await visitor.request('GET', `/m/k/${token}/0`);
  expect(own.statusCode).toBe(404);
  expect(own.headers['location']).toBeUndefined();
  const shop = await visitor.request('GET', `/m/k/${token}/1`);
  expect(shop.headers['location']).toBe(`${LAMP}?utm_source=augenblick&utm_medium=email`);
  const page = await visitor.request('GET', `/m/b/${token}`);
  expect(page.body).toContain(`/m/k/${token}/1`);
  expect(page.body).not.toContain(`/m/k/${token}/0`);
});

it('leads on from mails of before, to pages that know their tokens as old', async () => {
  const token = linkToken(SECRET, ONE, ID, 'old');
  const to = async (n: number): Promise<unknown> =>
    (await server.stranger().request('GET', `/m/k/${token}/${n}`)).headers['location'];
  expect(await to(0)).toBe(`https://augenblick.example/m/p/${token}`);
  expect(await to(1)).toBe(`${LAMP}?utm_source=augenblick&utm_medium=email`);
});

it('shows it so often, and then says so', async () => {
  const token = linkToken(SECRET, ONE, ID, 'view');
  const codes: number[] = [];
  for (let i = 0; i < 70; i++)
    codes.push((await server.stranger().request('GET', `/m/b/${token}`)).statusCode);
  expect(codes[0]).toBe(200);
  expect(codes.at(-1)).toBe(429);
  const page = await server.stranger().request('GET', `/m/b/${token}`);
  expect(page.headers['retry-after']).toBe('10');
  expect(page.body).toContain('Bitte einen Augenblick Geduld');
  // A click still leads on.
  expect((await server.stranger().request('GET', `/m/k/${token}/1`)).statusCode).toBe(302);
  server.clock.advance(600_000);
});

it('takes no token of the reader’s own pages, and shows no mail that asks for a confirmation', async () => {
  const own = linkToken(SECRET, ONE, ID, 'own');
  const view = linkToken(SECRET, ONE, ID, 'view');
  for (const url of [`/m/b/${own}`, `/m/k/${own}/1`])
    expect((await server.stranger().request('GET', url)).statusCode).toBe(404);
  const { owner } = db.database;
  await owner`update delivery set origin_kind = 'optin' where retailer_id = 1 and id = ${ID}`;
  expect((await server.stranger().request('GET', `/m/b/${view}`)).statusCode).toBe(404);
});
