import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ProviderStandin, providerStandin } from '../../../test/standins/provider.ts';
import { addressFor, guardedPost, isPrivateAddress } from './guarded.ts';

describe('addresses that are nobody’s on the internet', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    'fd00::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2002:7f00:1::',
    'nonsense',
  ])('%s', (address) => expect(isPrivateAddress(address)).toBe(true));
  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2a00:1450:4001:801::200e'])(
    'but not %s',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});

const judge = (url: string, ...addresses: string[]) =>
  addressFor({
    url,
    allowPrivateHosts: false,
    resolve: async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  });

test('a host is judged by every address it has', async () => {
  expect(await judge('https://a.example/', '8.8.8.8')).toMatchObject({
    address: { address: '8.8.8.8' },
  });
  expect(await judge('https://a.example/', '8.8.8.8', '127.0.0.1')).toBe('private');
  expect(await judge('https://a.example/')).toBe('unresolved');
});

test('numbers in every spelling lead nowhere inside', async () => {
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '127.1',
    '[::1]',
    '[::ffff:7f00:1]',
  ])
    expect(await judge(`https://${host}/`, '8.8.8.8'), host).toBe('private');
});

test('only https, and anything at all is judged without a fault', async () => {
  expect(await judge('http://a.example/', '8.8.8.8')).toBe('not_http');
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.webUrl()), async (url) => {
      const found = await judge(url, '10.0.0.1');
      expect(['not_http', 'private', 'unresolved']).toContain(found);
    }),
  );
});

describe('a call', () => {
  let standin: ProviderStandin;
  beforeEach(async () => {
    standin = await providerStandin();
  });
  afterEach(() => standin.close());
  const base = { headers: {}, body: '{}', timeoutMs: 60_000 };

  test('goes to the address that was judged, whatever the name says by then', async () => {
    let asked = 0;
    const answer = await guardedPost({
      ...base,
      url: `http://rebinding.example:${standin.port}/x`,
      allowPrivateHosts: true,
      resolve: async () => {
        asked += 1;
        return [{ address: asked === 1 ? '127.0.0.1' : '192.0.2.1', family: 4 }];
      },
    });
    expect(answer).toMatchObject({ kind: 'answer', status: 200 });
    expect(asked).toBe(1);
    expect(standin.requests[0]?.headers.host).toBe(`rebinding.example:${standin.port}`);
  });

  test('never leaves for a private address', async () => {
    const url = `https://127.0.0.1:${standin.port}/x`;
    const answer = await guardedPost({ ...base, url, allowPrivateHosts: false });
    expect(answer).toEqual({ kind: 'away', words: 'private' });
    expect(standin.requests).toHaveLength(0);
  });

  test('follows no redirect', async () => {
    standin.script({ kind: 'answer', status: 302, headers: { location: `${standin.url}/y` } });
    const answer = await guardedPost({ ...base, url: standin.url, allowPrivateHosts: true });
    expect(answer).toMatchObject({ kind: 'answer', status: 302 });
    expect(standin.requests).toHaveLength(1);
  });
});
