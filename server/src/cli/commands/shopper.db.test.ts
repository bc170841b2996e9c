import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ShopperHouse, shopperHouse } from '../../../test/shopper-house.ts';
import { type Command, CommandProblem, type Context } from '../command.ts';
import { erase } from './erase.ts';
import { exportCommand } from './export.ts';
import { follow } from './follow.ts';
import { rebuild } from './rebuild.ts';

let house: ShopperHouse;
const folder = mkdtempSync(path.join(tmpdir(), 'augenblick-export-'));
beforeAll(async () => {
  house = await shopperHouse();
  const who = { context: { externalIds: [{ type: 'email', id: 'karl@mail.example' }] } };
  await house.ingest.submit(house.till, [
    { type: 'identify', messageId: 'k1', ...who, traits: { name: '=cmd|Karl' } },
    {
      type: 'track',
      event: 'Order Completed',
      messageId: 'k2',
      ...who,
      properties: {
        order_id: 'K-1',
        total: 12.5,
        currency: 'EUR',
        products: [{ product_id: 'p', name: '@Tasse; "blau"', price: 6.25, quantity: 2 }],
      },
    },
    {
      type: 'track',
      event: 'Consent Granted',
      messageId: 'k3',
      ...who,
      properties: { purpose: 'marketing', channel: 'email', wording: '+Ja' },
    },
    { type: 'dance', messageId: 'k4', traits: { email: 'karl@mail.example' } },
  ]);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await house.close();
});

async function run(command: Command, args: string[], language: 'de' | 'en' = 'en') {
  const lines: string[] = [];
  const context = {
    installation: async () => ({ database: house.db.database }),
    config: () => ({ dataDir: folder }),
    say: (text: string) => lines.push(text),
    language,
  } as unknown as Context;
  const code = await command.run(args, context);
  return { code, text: lines.join('\n') };
}

describe('augenblick follow', () => {
  it('tells the story in the language of the terminal', async () => {
    const german = await run(follow, ['k2'], 'de');
    expect(german.text).toContain('Testladen');
    expect(german.text).toMatch(
      /Bestellung +Bestellung K-1 ist neu: abgeschlossen, 12,50\s€, 1 Position$/m,
    );
    expect((await run(follow, ['k4'])).text).toContain(
      'Not stored: The type of the call is unknown.',
    );
    const json = await run(follow, ['k2', '--json', '--retailer', 'testladen']);
    expect(JSON.parse(json.text)).toMatchObject({ outcome: 'stored' });
  });

  it('says what is missing', async () => {
    await expect(run(follow, ['unknown'])).rejects.toThrow(CommandProblem);
    await expect(run(follow, [])).rejects.toThrow(CommandProblem);
    await expect(run(follow, ['k2', '--nonsense'])).rejects.toThrow(/augenblick follow/);
    await expect(run(follow, ['k2', '--retailer', 'nowhere'])).rejects.toThrow(CommandProblem);
  });
});

describe('augenblick rebuild', () => {
  it('finds a changed state with --check, corrects it without', async () => {
    const { owner } = house.db.database;
    const only = ['--retailer', '1'];
    expect((await run(rebuild, ['--check', ...only])).code).toBe(0);
    await owner`update profile set state = replace(state::text, '"events":3', '"events":4') where retailer_id = 1`;
    expect(await run(rebuild, ['--check', ...only])).toMatchObject({ code: 1 });
    expect((await run(rebuild, only)).text).toContain('1 corrected');
    expect((await run(rebuild, ['--check', ...only])).text).toContain('everything agrees');
  });
});

describe('augenblick export', () => {
  it('writes everything about the shopper, safe to open in a spreadsheet', async () => {
    const out = path.join(folder, 'karl.zip');
    await run(exportCommand, ['email:karl@mail.example', '--retailer', '1', '--out', out], 'de');
    const files = Object.fromEntries(
      Object.entries(unzipSync(readFileSync(out))).map(([name, bytes]) => [name, strFromU8(bytes)]),
    );
    expect(Object.keys(files).sort()).toEqual([
      'consents.csv',
      'events.csv',
      'events.json',
      'identities.csv',
      'moments.json',
      'not-stored.json',
      'offers.json',
      'order_lines.csv',
      'orders.csv',
      'profile.json',
      'readme.txt',
    ]);
    const stored = await house.db.database.owner<{ id: string }[]>`
      select id from event where retailer_id = 1 order by id`;
    const events: { id: string }[] = JSON.parse(files['events.json'] ?? '');
    expect(events.map((event) => event.id).sort()).toEqual(stored.map((row) => row.id));
    expect(JSON.parse(files['profile.json'] ?? '')).toMatchObject({
      events: 3,
      displayName: '=cmd|Karl',
    });
    expect(files['orders.csv']).toContain(';12,50;');
    expect(files['order_lines.csv']).toContain(`"'@Tasse; ""blau""";`);
    expect(files['consents.csv']).toContain(`;'+Ja;`);
    expect(files['identities.csv']).toContain('email;karl@mail.example;');
    expect(files['not-stored.json']).toContain('dance');
    expect(files['readme.txt']).toContain('Art. 15');
    expect(files['readme.txt']).toContain('GDPR');
  });

  it('is the same package in the console, for the right role only', async () => {
    const id = await house.profileOf('email', 'karl@mail.example');
    const answer = await house.owner.request('GET', `/api/r/1/shoppers/${id}/export?lang=en`);
    expect(answer.headers['content-type']).toBe('application/zip');
    expect(Object.keys(unzipSync(answer.rawPayload))).toContain('events.json');
    const analyst = await house.server.visitor('analyst');
    expect((await analyst.request('GET', `/api/r/1/shoppers/${id}/export`)).statusCode).toBe(403);
    const audit = await house.db.database.owner<{ actor_kind: string }[]>`
      select actor_kind from audit where retailer_id = 1 and action = 'shopper.exported' order by id`;
    expect(audit.map((row) => row.actor_kind).sort()).toEqual(['staff', 'system']);
  });
});

describe('reading a profile by API key', () => {
  it('answers any identifier in any spelling, only to a key of the retailer', async () => {
    const { owner, server } = house;
    const made = await owner.request('POST', '/api/r/1/api-keys', {
      name: 'Kasse',
      role: 'analyst',
    });
    const { key: secret } = made.json<{ key: string }>();
    const read = (url: string, authorization = `Bearer ${secret}`) =>
      server.http.inject({ method: 'GET', url, headers: { authorization } });
    const found = await read('/v1/profiles/email/Karl@Mail.example');
    expect(found.statusCode).toBe(200);
    expect(found.json()).toMatchObject({
      id: await house.profileOf('email', 'karl@mail.example'),
      retailerId: 1,
      state: { events: 3 },
    });
    expect((await read('/v1/profiles/email/neighbour@example.com')).statusCode).toBe(404);
    expect((await read('/v1/profiles/shoe/1')).statusCode).toBe(400);
    expect((await read('/v1/profiles/email/karl@mail.example', 'Bearer nonsense')).statusCode).toBe(
      401,
    );
    const open = await server.http.inject({ method: 'GET', url: '/v1/profiles/user_id/1' });
    expect(open.statusCode).toBe(401);
  });
});

describe('augenblick erase', () => {
  it('asks first, then erases and says that nothing is left', async () => {
    const args = ['email:karl@mail.example', '--retailer', '1'];
    expect((await run(erase, args)).code).toBe(1);
    await house.profileOf('email', 'karl@mail.example');
    const done = await run(erase, [...args, '--yes']);
    expect(done.code).toBe(0);
    expect(done.text).toContain('finds nothing any more');
    await expect(house.profileOf('email', 'karl@mail.example')).rejects.toThrow();
  });
});
