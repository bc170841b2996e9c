import { describe, expect, test } from 'vitest';
import { isCrossOrigin, type OriginFacts } from './origin.ts';

const own: OriginFacts = {
  method: 'POST',
  fetchSite: 'same-origin',
  origin: 'https://augen.example',
  host: 'augen.example',
  publicOrigin: 'https://augen.example',
};

describe('a request that changes something', () => {
  test.each([
    ['of the own page', {}, false],
    ['typed into the address bar', { fetchSite: 'none', origin: undefined }, false],
    ['of another site', { fetchSite: 'cross-site', origin: 'https://evil.example' }, true],
    [
      'of a neighbouring subdomain',
      { fetchSite: 'same-site', origin: 'https://shop.example' },
      true,
    ],
    ['of an older browser on the own page', { fetchSite: undefined }, false],
    [
      'of an older browser on another site',
      { fetchSite: undefined, origin: 'https://evil.example' },
      true,
    ],
    ['of a sandboxed frame', { fetchSite: undefined, origin: 'null' }, true],
    ['of a program', { fetchSite: undefined, origin: undefined }, false],
    ['behind a proxy that rewrites Host', { fetchSite: undefined, host: '10.0.0.5:4400' }, false],
    [
      'of an older browser without configured address',
      { fetchSite: undefined, publicOrigin: undefined },
      false,
    ],
    [
      'of another port of the same host',
      { fetchSite: undefined, origin: 'https://augen.example:8443', publicOrigin: undefined },
      true,
    ],
  ] as const)('%s', (_name, change, refused) => {
    expect(isCrossOrigin({ ...own, ...change })).toBe(refused);
  });

  test('reading is never refused here', () => {
    expect(isCrossOrigin({ ...own, method: 'GET', fetchSite: 'cross-site' })).toBe(false);
  });
});
