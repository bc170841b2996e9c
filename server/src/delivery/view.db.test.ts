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
const PERSON = '0190bbbb-0000-7000-8000-000000000001';

let db: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  db = await testDatabase();
  server = await testServer(db, {
    more: (http) => {
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
          const fill: typeof template.fill = ({ links }) => ({
            subject: 'Post',
            preheader: '',
            html: `<html><body>${JSON.stringify(links)}</body></html>`,
            text: '',
            links: [],
          });
          return { ...template, fill };
        },
      };
      deliveryPublicRoutes(http, {
        deliveries: deliveries as never,
        database: db.database,
        writer,
        clock: { now: () => server.clock.now() },
        log: silentLog,
      });
    },
  });
  await db.database.owner`
    insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
                          origin_version, templates, rules, data, not_before, status, channel, address)
    values (1, ${ID}, ${PERSON}, now(), 'mail', 2, '{mail}', 'broadcast', 'b', 1, '{}', '{}', '{}', now(), 'sent', 'mail',
            'a@mail.example')`;
  await db.database.owner`
    insert into delivery_content (retailer_id, id, profile_id, template_id, template_version, variant, locale, data)
    values (1, ${ID}, ${PERSON}, ${MARKETING}, 1, null, 'de', '{}')`;
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

it('shows no link with which a stranger could unsubscribe the shopper, and takes no form', async () => {
  const token = linkToken(SECRET, ONE, ID);
  const page = await server.stranger().request('GET', `/m/b/${token}`);
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('"unsubscribe":null,"preferences":null');
  expect(page.headers['content-security-policy']).toContain("form-action 'none'");
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
});
