import { afterEach, describe, expect, test, vi } from 'vitest';
import { createPush, keyBytes } from './push.ts';
import { clickTarget, readNotification } from './push-message.ts';

test('a message is read, whatever comes', () => {
  const notification = { title: 'Neu', body: 'Da', navigate: 'https://a.example/x', tag: 't' };
  const read = readNotification(JSON.stringify({ web_push: 8030, notification }));
  expect(read.title).toBe('Neu');
  expect(read.options).toMatchObject({
    body: 'Da',
    tag: 't',
    data: { url: 'https://a.example/x' },
  });
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"notification":null}',
    '{"notification":{"title":1}}',
  ])
    expect(readNotification(text).title).toBe('');
});

test('a click leads to web addresses only', () => {
  expect(clickTarget({ url: 'https://a.example/x' }, 'https://s.example/')).toBe(
    'https://a.example/x',
  );
  for (const url of ['javascript:alert(1)', '', 1, null, undefined, 'data:x'])
    expect(clickTarget({ url }, 'https://s.example/')).toBe('https://s.example/');
});

test('a key in base64url', () => {
  expect([...keyBytes('_-8')]).toEqual([255, 239]);
});

describe('a browser', () => {
  afterEach(() => vi.unstubAllGlobals());
  const calls: { url: string; body: Record<string, unknown> }[] = [];
  let made: { endpoint: string; toJSON(): object; unsubscribe(): Promise<boolean> } | null = null;
  function browser(permission: string, status = 200): void {
    calls.length = 0;
    made = null;
    const pushManager = {
      getSubscription: async () => made,
      subscribe: async () => {
        made = {
          endpoint: 'https://p.example/1',
          toJSON: () => ({ endpoint: 'https://p.example/1', keys: {} }),
          unsubscribe: async () => {
            made = null;
            return true;
          },
        };
        return made;
      },
    };
    const registration = { pushManager };
    const serviceWorker = {
      register: async () => registration,
      getRegistration: async () => registration,
      ready: Promise.resolve(registration),
    };
    vi.stubGlobal('navigator', { serviceWorker });
    vi.stubGlobal('window', { PushManager: {}, Notification: {} });
    vi.stubGlobal('location', { href: 'https://shop.example/' });
    const requestPermission = async () => permission;
    vi.stubGlobal('Notification', { permission, requestPermission });
    vi.stubGlobal('fetch', async (url: string, init?: { body: string }) => {
      if (init) calls.push({ url, body: JSON.parse(init.body) as Record<string, unknown> });
      return { ok: status === 200, status, json: async () => ({ publicKey: 'AAAA' }) };
    });
  }
  const push = () =>
    createPush({
      writeKey: 'k',
      endpoint: 'https://a.example',
      worker: '/w.js',
      anonymousId: () => 'b1',
      locale: () => 'de',
    });

  test('subscribes with the wording, and takes it back', async () => {
    browser('granted');
    expect(await push().subscribe({ wording: 'Ja' })).toBe('on');
    expect(calls[0]).toMatchObject({
      url: 'https://a.example/v1/push/subscribe',
      body: { writeKey: 'k', anonymousId: 'b1', wording: 'Ja' },
    });
    expect(await push().unsubscribe()).toBe('off');
    expect(calls[1]?.body).toMatchObject({ endpoint: 'https://p.example/1' });
  });

  test('that says no is not asked further', async () => {
    browser('denied');
    expect(await push().subscribe({ wording: 'Ja' })).toBe('denied');
    expect(calls).toEqual([]);
  });

  test('whose server does not answer is not subscribed', async () => {
    browser('granted', 500);
    expect(await push().subscribe({ wording: 'Ja' })).toBe('off');
  });

  test('that cannot do it', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('window', {});
    expect(await push().subscribe({ wording: 'Ja' })).toBe('unsupported');
  });
});
