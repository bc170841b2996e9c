/** Erasing somebody the shop has spoken to: messages, newsletters, journeys, sign-ups, what the catcher kept. */
import type { ErasureView } from '@augenblick/contract/api/shopper.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ShopperHouse, shopperHouse } from '../../test/shopper-house.ts';
import { differences } from '../../test/write-path.ts';
import { createSuppressionList } from '../consent/index.ts';

const EMAIL = 'lotte@mail.example';
const PHONE = '+491701112233';
/** Rows nobody else's id may stand for. */
const OTHER = '0190cccc-0000-7000-8000-000000000001';
const NOBODY = '0190cccc-0000-7000-8000-000000000002';
const uuid = (n: number): string => `0190dddd-0000-7000-8000-${String(n).padStart(12, '0')}`;

let house: ShopperHouse;
let profile: string;
let erased: ErasureView;

const sql = () => house.db.database.owner;
const list = () => createSuppressionList({ sql: sql(), ids: house.server.ids });

interface Sent {
  n: number;
  profileId: string;
  origin: string;
  address: string;
  retailerId?: number;
}

/** A message with its content, and the mail as the catcher kept it. */
async function message({ n, profileId, origin, address, retailerId = 1 }: Sent): Promise<void> {
  const data = JSON.stringify({ firstName: 'Lotte', email: address });
  await sql()`
    insert into delivery (retailer_id, id, profile_id, asked_at, lane, priority, channels, origin_kind, origin_id,
                          origin_version, templates, rules, data, not_before, status, channel, address)
    values (${retailerId}, ${uuid(n)}, ${profileId}, now(), 'mail', 2, '{mail}', ${origin}, 'b', 1, '{}', '{}',
            ${data}, now(), 'sent', 'mail', ${address})`;
  await sql()`
    insert into delivery_content (retailer_id, id, at, profile_id, template_id, template_version, locale, data)
    values (${retailerId}, ${uuid(n)}, now(), ${profileId}, ${uuid(1)}, 1, 'de', ${data})`;
  await sql()`
    insert into caught_mail (retailer_id, id, at, channel, profile_id, delivery_id, test, basis, address, subject, body, source)
    values (${retailerId}, ${uuid(n + 500)}, now(), 'mail', ${origin === 'test' ? null : profileId}, ${uuid(n)},
            ${origin === 'test'}, 'marketing', ${address}, 'Hallo', ${`An ${address}`}, ${Buffer.from(`To: ${address}`)})`;
}

async function speak(): Promise<void> {
  const p = profile;
  await message({ n: 10, profileId: p, origin: 'broadcast', address: EMAIL });
  await message({ n: 11, profileId: p, origin: 'journey', address: PHONE });
  // A stranger typed her address into a form; staff sent themselves a test at it; a message from before she was parted.
  await message({ n: 12, profileId: NOBODY, origin: 'optin', address: EMAIL });
  await message({ n: 13, profileId: OTHER, origin: 'test', address: 'Lotte@mail.example' });
  await message({ n: 14, profileId: OTHER, origin: 'broadcast', address: EMAIL });
  // What stays: somebody else's message, and hers at another retailer.
  await message({ n: 15, profileId: OTHER, origin: 'broadcast', address: 'otto@mail.example' });
  await message({ n: 16, profileId: OTHER, origin: 'broadcast', address: EMAIL, retailerId: 2 });
  const tx = sql();
  await tx`insert into broadcast_recipient (retailer_id, broadcast_id, profile_id, zone, spread_ms, measured)
           values (1, ${uuid(1)}, ${p}, 'Europe/Berlin', 0, true)`;
  await tx`insert into inbox_message (retailer_id, profile_id, id, at, locale, title, body)
           values (1, ${p}, ${uuid(2)}, now(), 'de', 'Hallo Lotte', ${EMAIL})`;
  await tx`insert into staff_hint (retailer_id, profile_id, id, at, title, body)
           values (1, ${p}, ${uuid(3)}, now(), 'Lotte', ${PHONE})`;
  await tx`insert into journey_run (retailer_id, id, profile_id, journey_id, version, key, anchor, status, node,
                                    entered_at, since, memory)
           values (1, ${uuid(4)}, ${p}, ${uuid(5)}, 1, 'cart', ${`email:${EMAIL}`}, 'active', 'a', now(), now(), '{}')`;
  await tx`insert into journey_step (retailer_id, run_id, node, visit, no, profile_id, port, at, detail)
           values (1, ${uuid(4)}, 'a', 1, 1, ${p}, 'next', now(), ${EMAIL})`;
  await tx`insert into journey_inbox (retailer_id, profile_id, key, type, name, at, seen_at, channel, anchor, data)
           values (1, ${p}, 'k', 'event', 'x', now(), now(), 'web', ${`email:${EMAIL}`}, '{}')`;
  await tx`insert into journey_effect (retailer_id, key, profile_id, kind, body, due_at)
           values (1, 'k', ${p}, 'traits', ${EMAIL}, now())`;
  await tx`insert into touch (retailer_id, profile_id, version, memory) values (1, ${p}, 1, '{}')
           on conflict do nothing`;
  await tx`insert into data_request (retailer_id, id, profile_id, kind, requested_at)
           values (1, ${uuid(6)}, ${p}, 'erasure', now())`;
  await tx`insert into channel_address (retailer_id, channel, address_hash, kind, value, detail, created_at)
           values (1, 'telegram', '\\x01', 'email', ${EMAIL}, ${EMAIL}, now())`;
  for (const [n, owner] of [
    [7, p],
    [8, NOBODY],
  ] as const)
    await tx`insert into signup (retailer_id, id, profile_id, event_id, email, purpose, channel, wording_id, wording_name,
                                 wording_version, wording, language, topics, requested_at, token_hash, expires_at, mail_key)
             values (1, ${uuid(n)}, ${owner}, ${uuid(n)}, ${EMAIL}, 'marketing', 'email', ${uuid(9)}, 'w', 1, 'w', 'de',
                     '[]', now(), ${Buffer.from([n])}, now(), ${`o:${n}`})`;
}

beforeAll(async () => {
  house = await shopperHouse();
  await house.ingest.submit(house.till, [
    {
      type: 'identify',
      messageId: 'l1',
      context: { externalIds: [{ type: 'email', id: EMAIL }] },
      traits: { firstName: 'Lotte', phone: PHONE },
    },
    {
      type: 'track',
      event: 'Email Sent',
      messageId: 'l2',
      context: { externalIds: [{ type: 'email', id: EMAIL }] },
      properties: { delivery_id: uuid(10), channel: 'email' },
    },
  ]);
  profile = await house.profileOf('email', EMAIL);
  await speak();
  const address = { kind: 'email', value: EMAIL } as const;
  await house.db.database.withRetailer(house.till.retailerId, (tx) =>
    list().put(tx, house.till.retailerId, [
      { address, reason: 'unsubscribed', note: 'am Telefon', at: house.clock.now() },
    ]),
  );
  const order = { reason: 'shopper_request', confirm: profile };
  erased = await house.post<ErasureView>(`/shoppers/${profile}/erase`, order);
});
afterAll(() => house.close());

/** Rows of retailer 1 that name her, over every column of every table, bytes as well – not by the module's own search. */
async function rowsThatName(): Promise<Record<string, number>> {
  const tables = await sql()<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'augenblick' and c.relkind in ('r', 'p')
       and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'retailer_id')
     order by 1`;
  const found: Record<string, number> = {};
  const plain = [EMAIL, PHONE, profile];
  const texts = [...plain, ...plain.map((text) => Buffer.from(text).toString('hex'))];
  for (const { name } of tables) {
    const [row] = await sql()<{ n: number }[]>`
      select count(*)::int as n from ${sql()(name)} t
       where t.retailer_id = 1 and exists (select from jsonb_array_elements_text(${sql().json(texts)}) x
                      where strpos(lower(to_jsonb(t)::text), lower(x)) > 0)`;
    if (row !== undefined && row.n > 0) found[name] = row.n;
  }
  return found;
}

it('leaves nothing that was said to her, asked of her or caught for her', async () => {
  expect(await rowsThatName()).toEqual({});
  expect(erased.remaining).toEqual({});
  expect(erased.removed).toMatchObject({
    broadcast_recipient: 1,
    inbox_message: 1,
    staff_hint: 1,
    journey_run: 1,
    journey_step: 1,
    journey_inbox: 1,
    journey_effect: 1,
    data_request: 1,
    signup: 2,
  });
});

it('touches nobody else’s messages and no other retailer', async () => {
  const left = async (table: string) =>
    (
      await sql()<{ id: string }[]>`
        select ${sql()(table === 'caught_mail' ? 'delivery_id' : 'id')} as id from ${sql()(table)}
         where retailer_id in (1, 2) order by 1`
    ).map(({ id }) => id);
  for (const table of ['delivery', 'delivery_content', 'caught_mail'])
    expect([table, await left(table)]).toEqual([table, [uuid(15), uuid(16)]]);
  expect(await differences(house.db.database)).toEqual([]);
});

it('keeps the bar on her address as a keyed hash and nothing else', async () => {
  const rows = await sql()<{ address: string | null; note: string | null; hash: Buffer }[]>`
    select address, note, hash from suppressed_address where retailer_id = 1`;
  expect(rows.every(({ address, note }) => address === null && note === null)).toBe(true);
  expect(rows.every(({ hash }) => hash.length === 32)).toBe(true);
  const address = { kind: 'email', value: EMAIL } as const;
  const found = await house.db.database.withRetailer(house.till.retailerId, (tx) =>
    list().read(tx, house.till.retailerId, [address]),
  );
  const reasons = (found.get(`email:${EMAIL}`) ?? []).map(({ reason }) => reason).sort();
  expect(reasons).toEqual(['erased', 'unsubscribed']);
});
