import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { RetailerId } from '@augenblick/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deleteFilesAbout } from './files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'erasure-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('erasure takes import files in which the shopper stands, and only those', async () => {
  const one = path.join(folder, 'imports', '1', 'with');
  const other = path.join(folder, 'imports', '1', 'without');
  await mkdir(one, { recursive: true });
  await mkdir(other, { recursive: true });
  await writeFile(path.join(one, 'rejected.csv'), 'Nr;Mail\r\n17;"Erna@Mail.example"\r\n');
  await writeFile(path.join(other, 'rejected.csv'), 'Nr;Preis\r\n1750;17,50\r\n');
  const gone = await deleteFilesAbout(path.join(folder, 'imports'), 1 as RetailerId, [
    { kind: 'email', value: 'erna@mail.example' },
    { kind: 'user_id', value: '750' },
  ]);
  expect(gone).toBe(1);
  expect(await readdir(one)).toEqual([]);
  expect(await readdir(other)).toEqual(['rejected.csv']);
});
