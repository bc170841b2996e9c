/**
 * The disk of the database is full: what is sent is refused with a reason and stored later, what was acknowledged stays,
 * and the server goes on by itself as soon as there is room. On a small file system of its own, which only root can make.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { type App, createApp } from '../../src/main.ts';
import { loadConfig, silentLog } from '../../src/runtime/index.ts';
import { writeKey } from './write-key.ts';

const PATIENCE = { timeout: 120_000, interval: 50 };
/** A new installation takes about 100 MB. */
const DISK_MB = 160;

const parent = mkdtempSync(path.join(tmpdir(), 'augenblick-disk-'));
const disk = path.join(parent, 'disk');
mkdirSync(disk);
const mounted = mount();
let app: App | undefined;
afterAll(async () => {
  await app?.stop();
  if (mounted) spawnSync('umount', [disk]);
  rmSync(parent, { recursive: true, force: true });
});

function mount(): boolean {
  spawnSync('chmod', ['755', parent]);
  const given = ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=755`, 'augenblick-test', disk];
  return process.getuid?.() === 0 && spawnSync('mount', given).status === 0;
}

const ballast = path.join(disk, 'ballast');
function fill(): void {
  const piece = Buffer.alloc(64 * 1024);
  try {
    for (;;) appendFileSync(ballast, piece);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  }
}

interface Answer {
  status: number;
  code: string | undefined;
}

let batches = 0;
/** Sends events that have not been sent yet, large enough to need room. */
function next(): object[] {
  batches += 1;
  return Array.from({ length: 20 }, (_, i) => ({
    type: 'track',
    event: 'Product Viewed',
    messageId: `m${batches}-${i}`,
    anonymousId: `device-${batches % 7}`,
    properties: { product_id: 'p1', note: 'x'.repeat(8_000) },
  }));
}

async function send(key: string, batch: object[]): Promise<Answer> {
  const answer = await fetch(`${app?.url}/v1/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-write-key': key },
    body: JSON.stringify({ batch }),
  });
  const body = (await answer.json()) as { error?: { code: string } };
  return { status: answer.status, code: body.error?.code };
}

it.runIf(mounted)(
  'a full disk refuses, keeps what it has, and is left behind',
  async () => {
    app = await createApp({
      config: loadConfig({ DATA_DIR: path.join(disk, 'data'), PORT: '0', DEMO: 'false' }),
      log: silentLog,
    });
    const { database } = app.installation;
    const key = await writeKey(database);
    // A log file that has just begun: tables run out of room first.
    await database.owner`select pg_switch_wal()`;
    expect((await send(key, next())).status).toBe(200);
    fill();

    const refused: object[][] = [];
    const until = (code: string): Promise<unknown> =>
      vi.waitUntil(async () => {
        const batch = next();
        const answer = await send(key, batch);
        if (answer.status === 200) return false;
        expect(answer.status).toBe(503);
        refused.push(batch);
        return answer.code === code;
      }, PATIENCE);
    await until('disk_full');
    // Now there is no room for the log either: PostgreSQL gives up, and cannot be started again.
    await database.owner`select pg_switch_wal()`.catch(() => undefined);
    await until('unavailable');

    rmSync(ballast);
    // The same calls again, as every client does: taken as soon as there is room, nobody has to start anything.
    for (const batch of refused)
      await vi.waitUntil(async () => (await send(key, batch)).status === 200, PATIENCE);
    const rows = await vi.waitFor(
      () => database.owner<{ id: string }[]>`select body->>'messageId' as id from event`,
      PATIENCE,
    );
    // Every event stands there once: those acknowledged before, and those refused at first.
    expect(rows.map(({ id }) => id).sort()).toEqual(ids(batches).sort());
    expect(refused.length).toBeLessThan(batches);
  },
  600_000,
);

function ids(upTo: number): string[] {
  return Array.from({ length: upTo }, (_, n) =>
    Array.from({ length: 20 }, (_item, i) => `m${n + 1}-${i}`),
  ).flat();
}
