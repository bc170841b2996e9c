import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImportRun, ImportUploaded } from '@augenblick/contract/api/import.ts';
import type { ProductList } from '@augenblick/contract/api/catalogue.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  NEBENAN,
  TESTLADEN,
  type TestServer,
  testServer,
  type Visitor,
} from '../../test/server.ts';
import { catalogueRoutes } from '../catalogue/index.ts';
import { createJobs, type Jobs, silentLog } from '../runtime/index.ts';
import { type Bench, openBench } from '../../test/import-bench.ts';
import { createImports } from './imports.ts';
import { importRoutes } from './routes.ts';

let bench: Bench;
let server: TestServer;
let jobs: Jobs;
let folder: string;
let owner: Visitor;
beforeAll(async () => {
  bench = await openBench();
  folder = await mkdtemp(path.join(tmpdir(), 'augenblick-upload-'));
  jobs = createJobs({ url: bench.db.url, log: silentLog });
  const imports = createImports({ ...bench.deps, dataDir: folder, jobs });
  server = await testServer(bench.db, {
    more: (http, access) => {
      importRoutes(http, { imports, access });
      catalogueRoutes(http, { catalogue: bench.deps.catalogue, access });
    },
  });
  owner = await server.visitor('owner');
});
afterAll(async () => {
  await jobs.stop();
  await server.close();
  await bench.close();
  await rm(folder, { recursive: true, force: true });
});

const BASE = `/api/r/${TESTLADEN}/imports`;
const FILE =
  'Bestellnummer;Datum;Kundennummer;Artikelnummer;Menge;Preis\r\n' +
  'H1;05.01.2024;K1;A1;2;1,50\r\nH2;05.01.2024;K1;A1;viele;1,50\r\n' +
  'H3;06.01.2024;K2;A1;1;1,50\r\n';

function upload(visitor: Visitor, content: string, fields: Record<string, string> = {}) {
  const edge = 'edge42';
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const body =
    `${parts.join('')}--${edge}\r\ncontent-disposition: form-data; name="file"; filename="../../etc/h.csv"\r\n` +
    `content-type: text/csv\r\n\r\n${content}\r\n--${edge}--\r\n`;
  return visitor.request('POST', BASE, body, {
    'content-type': `multipart/form-data; boundary=${edge}`,
  });
}

async function finished(id: string): Promise<ImportRun> {
  let run: ImportRun | undefined;
  await expect
    .poll(
      async () => {
        const answer = await owner.request('GET', `${BASE}/${id}`);
        run = answer.json<{ run: ImportRun }>().run;
        return run.state;
      },
      { timeout: 50_000 },
    )
    .toMatch(/done|failed/);
  return run as ImportRun;
}

test('upload, look, change, start, see, fetch the rejected rows, delete', async () => {
  const answer = await upload(owner, FILE, { zone: 'Europe/Vienna' });
  expect(answer.statusCode, answer.body).toBe(200);
  const { run, preview } = answer.json<ImportUploaded>();
  expect(run).toMatchObject({ state: 'uploaded', fileName: 'h.csv', createdBy: owner.email });
  expect(preview).toMatchObject({
    kind: 'order-lines',
    ready: true,
    settings: { zone: 'Europe/Vienna' },
  });
  expect(preview.rows[1]?.problem?.code).toBe('number_invalid');

  const without = { order_id: 'Bestellnummer' };
  const changed = await owner.request('POST', `${BASE}/${run.id}/preview`, { mapping: without });
  expect(changed.json<ImportUploaded>().preview.ready).toBe(false);
  const refused = await owner.request('POST', `${BASE}/${run.id}/start`, {});
  expect(refused.statusCode).toBe(400);

  const { mapping } = preview;
  const started = await owner.request('POST', `${BASE}/${run.id}/start`, { mapping });
  expect(started.statusCode, started.body).toBe(200);
  expect(started.json<{ run: ImportRun }>().run.state).toBe('queued');
  expect((await owner.request('POST', `${BASE}/${run.id}/start`, {})).statusCode).toBe(409);
  expect((await owner.request('DELETE', `${BASE}/${run.id}`)).statusCode).toBe(409);
  await jobs.start();
  const done = await finished(run.id);
  expect(done).toMatchObject({ state: 'done', summary: { orders: 2, lines: 2, customers: 2 } });
  expect(done.progress).toMatchObject({ stored: 2, rejected: 1, rows: 3 });

  const rejected = await owner.request('GET', `${BASE}/${run.id}/rejected`);
  expect(rejected.headers['content-type']).toContain('text/csv');
  expect(rejected.body).toContain('3,number_invalid');
  const [audit] = await bench.db.database.owner`
    select detail from audit where action = 'import.started' and target = ${`import:${run.id}`}`;
  expect(audit?.['detail']).toMatchObject({ file: 'h.csv' });

  const products = await owner.request('GET', `/api/r/${TESTLADEN}/products?q=a1`);
  expect(products.json<ProductList>().products).toMatchObject([
    { productId: 'A1', priceMinor: 150 },
  ]);
  expect((await owner.request('DELETE', `${BASE}/${run.id}`)).statusCode).toBe(204);
  expect((await owner.request('GET', `${BASE}/${run.id}`)).statusCode).toBe(404);
});

test('who may', async () => {
  const analyst = await server.visitor('analyst');
  expect((await upload(analyst, FILE)).statusCode).toBe(403);
  expect((await analyst.request('GET', BASE)).statusCode).toBe(200);
  expect((await upload(server.stranger(), FILE)).statusCode).toBe(401);
  const other = await server.visitor('owner', NEBENAN);
  const { run } = (await upload(owner, FILE)).json<ImportUploaded>();
  const across = await other.request('GET', `/api/r/${NEBENAN}/imports/${run.id}`);
  expect(across.statusCode).toBe(404);
  expect((await other.request('GET', `${BASE}/${run.id}`)).statusCode).toBe(403);
});

test('what is no file or no choice is said clearly', async () => {
  const none = await owner.request('POST', BASE, {});
  expect(none.statusCode).toBe(400);
  const empty = await upload(owner, '');
  expect(empty.json()).toMatchObject({ error: { code: 'bad_request' } });
  const kind = await upload(owner, FILE, { kind: 'invoices' });
  expect(kind.statusCode).toBe(400);
  const zone = await upload(owner, FILE, { zone: 'Mars/Olympus' });
  expect(zone.json<{ error: { detail: string } }>().error.detail).toContain('settings_invalid');
});
