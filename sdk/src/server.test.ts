import type { RenderedContent } from '@augenblick/contract';
import { describe, expect, it } from 'vitest';
import { anonymousIdOf, contentHtml, createServerTag } from './server.ts';

const CONTENT: RenderedContent = {
  look: 'card',
  headline: '<script>alert(1)</script>',
  text: 'a & b',
  picture: { url: 'javascript:alert(1)', alt: '"' },
  button: { label: 'Los', url: '/los?a=1&b="2"' },
  links: [{ label: 'Böse', url: 'javascript:alert(1)' }],
  code: { text: '<i>', until: null },
  products: [],
};
const request = { requestId: 'r-1234567', anonymousId: 'a-12345678', placements: ['home-hero'] };
/** Long enough for every machine, but where nothing comes at all. */
const PATIENCE_MS = 30_000;
const answering = (answer: () => Response | Promise<Response>, timeout = PATIENCE_MS) =>
  createServerTag({
    endpoint: 'https://augen.example',
    writeKey: 'k',
    timeout,
    fetch: async (_url, options) => {
      const signal = options?.signal;
      return new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('too slow')));
        Promise.resolve().then(answer).then(resolve, reject);
      });
    },
  });

describe('asking from a server', () => {
  it('hands out contents by placement', async () => {
    const ask = answering(() =>
      Response.json({
        moment: { kind: 'know' },
        decisions: [
          { placement: 'home-hero', decisionId: 'd1', content: CONTENT },
          { placement: 'other', decisionId: null, content: null },
        ],
      }),
    );
    const { moment, contents } = await ask(request);
    expect(moment).toEqual({ kind: 'know' });
    expect([...contents.keys()]).toEqual(['home-hero']);
  });

  it.each([
    ['an error', () => new Response('no', { status: 500 }), PATIENCE_MS],
    ['rubbish', () => new Response('<h1>'), PATIENCE_MS],
    ['another shape', () => Response.json({ hello: 1 }), PATIENCE_MS],
    ['silence', () => new Promise<Response>(() => {}), 50],
    ['no way there', () => Promise.reject(new Error('refused')), PATIENCE_MS],
  ])('makes the page without an answer: %s', async (_name, answer, timeout) => {
    const { moment, contents } = await answering(answer, timeout)(request);
    expect(moment).toBeNull();
    expect(contents.size).toBe(0);
  });

  it('asks nothing for somebody without consent', async () => {
    const ask = answering(() => {
      throw new Error('must not be asked');
    });
    expect((await ask({ ...request, anonymousId: undefined })).contents.size).toBe(0);
  });
});

it('reads the id from a cookie header', () => {
  expect(anonymousIdOf('a=1; augenblick_id=0190-abc-def; b=2')).toBe('0190-abc-def');
  expect(anonymousIdOf('xaugenblick_id=0190-abc-def')).toBeUndefined();
  expect(anonymousIdOf('augenblick_id="><script>')).toBeUndefined();
  expect(anonymousIdOf(undefined)).toBeUndefined();
});

it('writes HTML in which nothing of a content can run', () => {
  const html = contentHtml(CONTENT);
  expect(html).not.toMatch(/<script|javascript:|<i>/);
  expect(html).toContain('&lt;script&gt;');
  expect(html).toContain('href="/los?a=1&amp;b=&quot;2&quot;"');
  expect(html).toContain('<span class="agb-link">Böse</span>');
});
