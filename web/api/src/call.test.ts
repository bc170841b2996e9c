import { afterEach, expect, it, vi } from 'vitest';
import { ApiError, api, errorText, queryText, whenSignedOut } from './call.ts';

const answer = (status: number, body: string, headers: Record<string, string> = {}): void => {
  vi.stubGlobal('fetch', async () => new Response(body, { status, headers }));
};
afterEach(() => vi.unstubAllGlobals());

it('leaves empty values out of the query', () => {
  expect(queryText({ q: 'Müller & Co', page: 2, none: null, empty: '' })).toBe(
    '?q=M%C3%BCller+%26+Co&page=2',
  );
  expect(queryText(undefined)).toBe('');
});

it('turns a failure of the server into a sentence in the reader’s language', async () => {
  const error = { code: 'conflict', message: { de: 'Schon da.', en: 'Exists.' }, detail: 'name' };
  answer(409, JSON.stringify({ error }), { 'retry-after': '3' });
  const failure = await api.get('/x').catch((e: unknown) => e);
  expect(failure).toMatchObject({ code: 'conflict', status: 409, detail: 'name', retryAfterS: 3 });
  expect(errorText(failure, 'de')).toBe('Schon da.');
  expect(errorText(failure, 'en')).toBe('Exists.');
});

it('says so when the network or a proxy answers instead of the server', async () => {
  answer(502, '<html>Bad gateway</html>');
  await expect(api.get('/x')).rejects.toMatchObject({ code: 'unreadable', status: 502 });
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed')));
  const failure = await api.post('/x', {}).catch((e: unknown) => e);
  expect(failure).toBeInstanceOf(ApiError);
  expect(errorText(failure, 'de')).toContain('nicht erreichbar');
});

it('tells the shell when the session has ended', async () => {
  let told = 0;
  whenSignedOut(() => (told += 1));
  answer(401, JSON.stringify({ error: { code: 'not_signed_in', message: { de: '', en: '' } } }));
  await api.get('/x').catch(() => undefined);
  answer(204, '');
  // A 204 has no body; Response refuses one, so the stub answers without.
  vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }));
  expect(await api.delete('/x')).toBeUndefined();
  expect(told).toBe(1);
});
