import { ApiError } from '@augenblick/api';
import { describe, expect, it } from 'vitest';
import { DraftKeeper } from './draft-keeper.ts';

interface Draft {
  name: string;
  note: string;
}
interface Answer extends Draft {
  stamp: number;
}

/** A server of one row, whose answers wait until the test lets them go. */
function house() {
  const server = { name: 'A', note: '', stamp: 1 };
  const rests: (() => void)[] = [];
  const puts: { draft: Draft; go: () => void }[] = [];
  const keeper = new DraftKeeper<Draft, Answer>(
    { ...server },
    {
      draftOf: ({ name, note }) => ({ name, note }),
      stampOf: ({ stamp }) => stamp,
      put: (draft, stamp) =>
        new Promise((resolve, reject) => {
          const go = (): void => {
            if (stamp !== server.stamp) {
              reject(new ApiError('conflict', 409, { de: 'Geändert.', en: 'Changed.' }));
              return;
            }
            Object.assign(server, draft, { stamp: server.stamp + 1 });
            resolve({ ...server });
          };
          puts.push({ draft, go });
        }),
      rest: (call) => {
        rests.push(call);
        return () => rests.splice(rests.indexOf(call), 1);
      },
    },
  );
  return { server, rests, puts, keeper };
}

describe('a draft that saves itself', () => {
  it('waits for a rest and then saves the newest state once', async () => {
    const { server, rests, puts, keeper } = house();
    keeper.change({ name: 'B' });
    keeper.change({ name: 'BC' });
    expect(rests).toHaveLength(1);
    expect(keeper.snapshot().state).toBe('waiting');
    const done = keeper.flush();
    await expect.poll(() => puts.length).toBe(1);
    puts[0]?.go();
    expect(await done).toBe(true);
    expect(server).toEqual({ name: 'BC', note: '', stamp: 2 });
    expect(keeper.snapshot().state).toBe('saved');
    expect(keeper.waits()).toBe(false);
  });

  it('saves what was changed while it was saving, with the new stamp', async () => {
    const { server, puts, keeper } = house();
    keeper.change({ name: 'B' });
    const done = keeper.flush();
    await expect.poll(() => puts.length).toBe(1);
    keeper.change({ note: 'neu' });
    puts[0]?.go();
    await expect.poll(() => puts.length).toBe(2);
    puts[1]?.go();
    expect(await done).toBe(true);
    expect(server).toEqual({ name: 'B', note: 'neu', stamp: 3 });
  });

  it('overwrites nothing that somebody else saved, until theirs is taken', async () => {
    const { server, puts, keeper } = house();
    Object.assign(server, { note: 'von Ben', stamp: 9 });
    keeper.change({ name: 'B' });
    const done = keeper.flush();
    await expect.poll(() => puts.length).toBe(1);
    puts[0]?.go();
    expect(await done).toBe(false);
    expect(keeper.snapshot().state).toBe('conflict');
    keeper.change({ name: 'C' });
    expect(keeper.snapshot().state).toBe('conflict');
    expect(server.name).toBe('A');
    keeper.take({ ...server });
    expect(keeper.snapshot()).toMatchObject({
      draft: { name: 'A', note: 'von Ben' },
      state: 'saved',
    });
    expect(keeper.waits()).toBe(false);
  });
});
