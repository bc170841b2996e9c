import type { ProfileState, RetailerId, TemplateDraft } from '@augenblick/contract';
import { isMail } from '@augenblick/contract';
import type { Product } from '@augenblick/contract/api/catalogue.ts';
import type { TemplateOne } from '@augenblick/contract/api/template.ts';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/database.ts';
import {
  NEBENAN,
  type TestServer,
  testServer,
  TESTLADEN,
  type Visitor,
} from '../../test/server.ts';
import { SYSTEM } from '../access/index.ts';
import { emptyState } from '../profile/index.ts';
import { EXAMPLE_BRAND, EXAMPLE_ORIGIN, exampleDraft } from './example.ts';
import { contentRoutes, createWriter, ensureBookTemplate, openContent } from './index.ts';
import { pictureId } from './picture.ts';

let db: TestDatabase;
let server: TestServer;
let owner: Visitor;
let deps: Parameters<typeof openContent>[0];
const states = new Map<string, ProfileState>();
const PROFILE = '01900000-0000-7000-8000-00000000000a';
const LAMP: Product = {
  productId: 'lamp',
  name: 'Lampe <Juno>',
  categoryPath: ['Lampen'],
  brand: null,
  priceMinor: 4900,
  currency: 'EUR',
  image: 'https://laden.example/lamp.jpg',
  url: 'https://laden.example/p/lamp',
  gtin: null,
  attributes: {},
  goods: true,
  origin: 'api',
  updatedAt: 0,
};
const productsByIds = async (_retailer: RetailerId, ids: readonly string[]) =>
  new Map(ids.includes('lamp') ? [['lamp', LAMP]] : []);

beforeAll(async () => {
  db = await testDatabase();
  const { database } = db;
  const origin = () => EXAMPLE_ORIGIN;
  server = await testServer(db, {
    more: (http, access) =>
      contentRoutes(http, {
        access,
        database,
        clock: { now: () => server.clock.now() },
        ids: { uuid7: () => server.ids.uuid7(), token: (bytes) => server.ids.token(bytes) },
        audit: access.audit,
        sql: database.owner,
        origin,
        stateOf: async (_retailer, id) => states.get(id) ?? null,
        productsByIds,
        favourites: async () => new Map(),
      }),
  });
  const { clock, ids, access } = server;
  deps = { database, clock, ids, audit: access.audit, origin };
  owner = await server.visitor('owner');
});
afterAll(async () => {
  await server.close();
  await db.drop();
});

const draftNamed = (name: string): TemplateDraft => {
  const draft = exampleDraft();
  const say = (locale: 'de' | 'en') => {
    const content = draft.contents[locale];
    if (content.kind !== 'mail') throw new Error('a mail');
    const blocks = content.blocks.filter(({ kind }) =>
      ['header', 'button', 'recommendations', 'footer'].includes(kind),
    );
    return { ...content, blocks };
  };
  return { ...draft, name, contents: { de: say('de'), en: say('en') } };
};

describe('a template', () => {
  it('is published only when nothing is missing, in versions that stay', async () => {
    const made = await owner.request('POST', '/api/r/1/templates', draftNamed('Neues'));
    expect(made.statusCode).toBe(200);
    const { template, report } = made.json<TemplateOne>();
    expect(report.ready).toBe(false);
    const refused = await owner.request('POST', `/api/r/1/templates/${template.id}/publish`);
    expect(refused.json().error).toMatchObject({
      code: 'not_ready',
      detail: expect.stringContaining('imprint'),
    });

    const saved = await owner.request('PUT', '/api/r/1/brand', EXAMPLE_BRAND);
    expect(saved.json()).toMatchObject({ version: 1, findings: [] });
    const live = await owner.request('POST', `/api/r/1/templates/${template.id}/publish`);
    expect(live.json<TemplateOne>().template).toMatchObject({ version: 1, changed: false });

    const { updatedAt } = live.json<TemplateOne>().template;
    const path = `/api/r/1/templates/${template.id}`;
    const draft = draftNamed('Neues, besser');
    const changed = await owner.request('PUT', path, { draft, updatedAt });
    expect(changed.json<TemplateOne>().template).toMatchObject({ version: 1, changed: true });
    const late = await owner.request('PUT', path, { draft, updatedAt });
    expect(late.json().error.code).toBe('conflict');
    await owner.request('POST', `${path}/publish`);
    const { versions } = (await owner.request('GET', `${path}/versions`)).json();
    expect(
      versions.map((one: { version: number; draft: TemplateDraft }) => [
        one.version,
        one.draft.name,
      ]),
    ).toEqual([
      [2, 'Neues, besser'],
      [1, 'Neues'],
    ]);
    const back = await owner.request('POST', `${path}/restore`, { version: 1 });
    expect(back.json<TemplateOne>().template).toMatchObject({ name: 'Neues', changed: true });
    expect((await owner.request('DELETE', path)).json().error.code).toBe('conflict');
  });

  it('is copied, put aside and taken out again', async () => {
    const made = (
      await owner.request('POST', '/api/r/1/templates', draftNamed('Kopie'))
    ).json<TemplateOne>();
    const path = `/api/r/1/templates/${made.template.id}`;
    const copy = (await owner.request('POST', `${path}/duplicate`)).json<TemplateOne>();
    expect(copy.template.name).toContain('Kopie');
    expect(copy.template.id).not.toBe(made.template.id);
    await owner.request('POST', `${path}/archive`);
    const names = async (query: string): Promise<string[]> =>
      (await owner.request('GET', `/api/r/1/templates${query}`))
        .json()
        .templates.map(({ id }: { id: string }) => id);
    expect(await names('')).not.toContain(made.template.id);
    expect(await names('?archived=true')).toContain(made.template.id);
    expect((await owner.request('DELETE', path)).statusCode).toBe(204);
  });

  it('takes what fits its channel, and is seen by nobody next door', async () => {
    const wrong = await owner.request('POST', '/api/r/1/templates', {
      ...draftNamed('SMS'),
      channel: 'sms',
    });
    expect(wrong.json().error.code).toBe('bad_request');
    const { template } = (
      await owner.request('POST', '/api/r/1/templates', draftNamed('Meins'))
    ).json<TemplateOne>();
    const neighbour = await server.visitor('owner', NEBENAN);
    const there = await neighbour.request('GET', `/api/r/2/templates/${template.id}`);
    expect(there.json().error.code).toBe('not_found');
    const analyst = await server.visitor('analyst');
    expect((await analyst.request('GET', '/api/r/1/templates')).statusCode).toBe(200);
    expect((await analyst.request('POST', '/api/r/1/templates', draftNamed('x'))).statusCode).toBe(
      403,
    );
  });

  it('is shown as a chosen shopper would get it', async () => {
    const state = emptyState(0);
    state.traits = { firstName: { value: '<b>Mara</b>{{', at: 0, event: 'e' } };
    state.viewed = [{ productId: 'lamp', name: 'Lampe', category: null, count: 1, at: 1 }];
    states.set(PROFILE, state);
    const asked = {
      draft: exampleDraft(),
      locale: 'de',
      variant: 'a',
      profileId: PROFILE,
      dark: true,
    };
    const shown = (await owner.request('POST', '/api/r/1/templates/preview', asked)).json();
    expect(shown.rendered.html).toContain('Lampe &lt;Juno&gt;');
    expect(shown.rendered.html).toContain('@media all');
    expect(shown.htmlBytes).toBeGreaterThan(10_000);
    expect(shown.facts).toContainEqual({ name: 'first_name', value: null });
    const nobody = { ...asked, profileId: '01900000-0000-7000-8000-00000000000f' };
    expect((await owner.request('POST', '/api/r/1/templates/preview', nobody)).statusCode).toBe(
      404,
    );
    const sample = { ...asked, profileId: null, dark: false };
    expect(
      (await owner.request('POST', '/api/r/1/templates/preview', sample)).json().rendered.text,
    ).toContain('Mara');
  });
});

describe('the writer', () => {
  it('fills published versions, with the brand kit of today', async () => {
    const { clock } = server;
    const writer = createWriter({
      sql: db.database.owner,
      clock,
      origin: () => EXAMPLE_ORIGIN,
      productsByIds,
    });
    const { id, version } = await db.database.withRetailer(TESTLADEN, (sql) =>
      ensureBookTemplate(deps, sql, {
        retailerId: TESTLADEN,
        key: 'thank-you',
        channel: 'mail',
        locale: 'de',
        by: SYSTEM,
      }),
    );
    const again = await db.database.withRetailer(TESTLADEN, (sql) =>
      ensureBookTemplate(deps, sql, {
        retailerId: TESTLADEN,
        key: 'thank-you',
        channel: 'mail',
        locale: 'de',
        by: SYSTEM,
      }),
    );
    expect(again).toEqual({ id, version });
    const template = await writer.template(TESTLADEN, id, version);
    if (template === null) throw new Error('no template');
    expect(template).toMatchObject({ basis: 'marketing', notice: true });
    expect(await writer.template(TESTLADEN, id, version)).toBe(template);
    expect(await writer.template(NEBENAN, id, version)).toBeNull();
    expect(await writer.template(TESTLADEN, id, 7)).toBeNull();

    const state = emptyState(0);
    const event = {
      order_id: 'A1',
      products: [{ product_id: 'lamp', name: 'x', price: 39.5 }],
      currency: 'EUR',
    };
    const [facts] = await writer.gather(TESTLADEN, [{ state, template, data: event }]);
    if (facts === undefined) throw new Error('no facts');
    expect(facts.eventProducts).toEqual([
      expect.objectContaining({
        id: 'lamp',
        name: 'Lampe <Juno>',
        priceMinor: 3950,
        url: LAMP.url,
      }),
    ]);
    const seen: string[] = [];
    const filled = template.fill(facts, 'de', null, (n, address) => {
      seen[n] = address;
      return `https://t.example/${n}`;
    });
    if (!isMail(filled)) throw new Error('a mail');
    expect(filled.links).toEqual(seen);
    expect(filled.html).toContain('https://t.example/0');
    expect(filled.html).not.toContain(LAMP.url);

    const brand = {
      ...EXAMPLE_BRAND,
      imprint: { ...EXAMPLE_BRAND.imprint, company: 'Abendrot AG' },
    };
    await owner.request('PUT', '/api/r/1/brand', brand);
    clock.advance(60_000);
    const fresh = await writer.template(TESTLADEN, id, version);
    const later = fresh?.fill(facts, 'de', null, (_n, address) => address);
    expect(later?.text).toContain('Abendrot AG');
  });

  it('recommends what is bought most in the categories nearest to the shopper', async () => {
    const sql = db.database.owner;
    await sql`insert into product (retailer_id, product_id, name, category_path, price_minor, currency, origin, search, updated_at)
      select 1, 'p' || n, 'Artikel ' || n, case when n < 5 then '["Lampen"]'::jsonb else '["Vasen"]'::jsonb end,
        1000 + n, 'EUR', 'api', '', now() from generate_series(1, 8) n`;
    await sql`insert into order_line (retailer_id, profile_id, order_id, line_no, product_id, name, quantity, unit_price_minor, event_id)
      select 1, ${PROFILE}, 'o' || n, 1, 'p3', 'x', 1, 1000, ${PROFILE} from generate_series(1, 3) n`;
    const writer = createWriter({
      sql,
      clock: server.clock,
      origin: () => EXAMPLE_ORIGIN,
      productsByIds,
    });
    const { id, version } = await db.database.withRetailer(TESTLADEN, (tx) =>
      ensureBookTemplate(deps, tx, {
        retailerId: TESTLADEN,
        key: 'accessories',
        channel: 'mail',
        locale: 'de',
        by: SYSTEM,
      }),
    );
    const template = await writer.template(TESTLADEN, id, version);
    if (template === null) throw new Error('no template');
    const state = emptyState(0);
    const [facts] = await writer.gather(TESTLADEN, [
      { state, template, data: { product_id: 'lamp' } },
    ]);
    expect(facts?.recommended[0]).toMatchObject({ id: 'p3', name: 'Artikel 3' });
    expect(facts?.recommended.map(({ id: one }) => one)).not.toContain('lamp');
    // Without consent only what is like the sale is shown, whatever else there would be.
    const data = { products: [{ product_id: 'lamp' }, { product_id: 'p7' }] };
    const [bounded] = await writer.gather(TESTLADEN, [
      { state, template, data, within: ['Vasen'] },
    ]);
    const ids = (list: readonly { id: string }[] = []) => list.map(({ id: one }) => one);
    expect(ids(bounded?.recommended).sort()).toEqual(['p5', 'p6', 'p8']);
    expect(ids(bounded?.eventProducts)).toEqual([]);
  });
});

describe('pictures', () => {
  const upload = (data: Buffer, name = 'foto.jpg') => {
    const boundary = 'grenze';
    const payload = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/html\r\n\r\n`,
      ),
      data,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    return owner.request('POST', '/api/r/1/pictures', payload, {
      'content-type': `multipart/form-data; boundary=${boundary}`,
    });
  };

  it('are made smaller, upright, without what the camera wrote, and kept under an address for ever', async () => {
    const photo = await sharp({
      create: { width: 3000, height: 1500, channels: 3, background: '#b4552d' },
    })
      .withExif({ IFD0: { Copyright: 'geheim', Make: 'Kamera' } })
      .jpeg()
      .toBuffer();
    expect(photo.includes('geheim')).toBe(true);
    const { picture } = (await upload(photo, 'Sommer.jpg')).json();
    expect(picture).toMatchObject({ width: 1200, height: 600, name: 'Sommer', animated: false });
    const got = await server.http.inject({ method: 'GET', url: picture.url });
    expect(got.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    expect(got.rawPayload.includes('geheim')).toBe(false);
    expect(picture.id).toBe(pictureId(TESTLADEN, got.rawPayload));
    expect((await upload(photo)).json().picture.id).toBe(picture.id);
    const other = picture.url.replace('.jpg', '.png');
    expect((await server.http.inject({ method: 'GET', url: other })).statusCode).toBe(404);
    const headers = { 'if-none-match': String(got.headers['etag']) };
    expect(
      (await server.http.inject({ method: 'GET', url: picture.url, headers })).statusCode,
    ).toBe(304);
  });

  it('are what their bytes say, not what they are called', async () => {
    for (const data of [
      '<script>alert(1)</script>',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '',
    ]) {
      const answer = await upload(Buffer.from(data), 'bild.png');
      expect(answer.json().error.code).toBe('bad_request');
    }
    const broken = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(200, 7)]);
    expect((await upload(broken)).json().error.code).toBe('bad_request');
  });

  it('stay while something shows them', async () => {
    const png = await sharp({
      create: { width: 20, height: 20, channels: 4, background: '#00000000' },
    })
      .png()
      .toBuffer();
    const { picture } = (await upload(png, '../../böse.png')).json();
    expect(picture.name).toBe('böse');
    const draft = draftNamed('Mit Bild');
    const brand = { ...EXAMPLE_BRAND, logo: { url: picture.url, alt: 'Logo', width: 120 } };
    await owner.request('PUT', '/api/r/1/brand', brand);
    const path = `/api/r/1/pictures/${picture.id}`;
    expect((await owner.request('DELETE', path)).json().error.code).toBe('conflict');
    const asked = { draft, locale: 'de', variant: 'a', profileId: null, dark: false };
    const { rendered } = (await owner.request('POST', '/api/r/1/templates/preview', asked)).json();
    expect(rendered.html).toContain(`src="${EXAMPLE_ORIGIN}${picture.url}"`);
    await owner.request('PUT', '/api/r/1/brand', EXAMPLE_BRAND);
    expect((await owner.request('DELETE', path)).statusCode).toBe(204);
    expect((await owner.request('GET', '/api/r/1/pictures')).json().bytes).toBeGreaterThan(0);
  });
});

describe('the demo retailer', () => {
  it('gets its look and every ready-made mail, once', async () => {
    await openContent(deps, NEBENAN);
    await openContent(deps, NEBENAN);
    const neighbour = await server.visitor('owner', NEBENAN, 'zweite@laden.example');
    const { templates } = (await neighbour.request('GET', '/api/r/2/templates')).json();
    const mails = templates.filter(({ channel }: { channel: string }) => channel === 'mail');
    expect(mails).toHaveLength(20);
    expect(templates.every(({ version }: { version: number }) => version === 1)).toBe(true);
    const { entries, blocks, names } = (
      await neighbour.request('GET', '/api/r/2/template-book')
    ).json();
    const unused = entries.filter(({ used }: { used: number }) => used === 0);
    expect(unused.map(({ key }: { key: string }) => key)).toEqual(['webhook']);
    expect([blocks.length, names.length > 20]).toEqual([17, true]);
  });
});
