import { expect, it } from 'vitest';
import { startLink, telegram } from './index.ts';

const settings = { token: 'secret', bot: 'laden_bot', linkKey: Buffer.alloc(32, 7) };

/** What Telegram tells when somebody wrote to the bot. */
function heardFrom(text: string) {
  const body = Buffer.from(JSON.stringify({ update_id: 1, message: { chat: { id: 5 }, text } }));
  const request = { body, headers: {}, query: {}, url: '', now: 1_000 };
  return telegram.receive?.(settings, request as never);
}

it('a start link says who began the chat, and nobody can make one up', async () => {
  const link = new URL(startLink(settings, { kind: 'user_id', value: 'kunde-1' }) ?? '');
  const payload = link.searchParams.get('start') ?? '';
  expect(await heardFrom(`/start ${payload}`)).toMatchObject({
    heard: [{ identity: { kind: 'user_id', value: 'kunde-1' }, address: '5', said: 'start' }],
  });
  const other = payload.endsWith('A') ? 'B' : 'A';
  expect(await heardFrom(`/start ${payload.slice(0, -1)}${other}`)).toMatchObject({ heard: [] });
  expect(startLink(settings, { kind: 'user_id', value: 'x'.repeat(60) })).toBeNull();
});
