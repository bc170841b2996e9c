/** Whom a mail says it comes from: the channel's settings first, then the brand kit. */
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import type { ChannelDeps, Outgoing } from '../../channel.ts';
import { mail, parseMail } from './index.ts';

const BRAND = {
  name: 'Morgenrot',
  email: 'hallo@morgenrot.example',
  replyTo: 'post@laden.example',
};

/** What the catcher keeps of a mail, and what a mail program reads in its bytes. */
async function caught(
  own: { fromName?: string; fromAddress?: string; replyTo?: string },
  sender?: typeof BRAND,
) {
  const deps = { publicUrl: 'http://localhost:4300' } as ChannelDeps;
  const message = {
    id: '01950000-0000-7000-8000-000000000001',
    retailerId: 1,
    address: 'a@b.example',
    locale: 'de',
    basis: 'service',
    content: {
      subject: 'Neues',
      preheader: '',
      html: '<p>Hallo</p>',
      text: 'Hallo',
      ...(sender && { sender }),
    },
    links: { unsubscribe: null, preferences: null, browser: null },
    origin: { kind: 'test', id: 'x' },
    at: Date.UTC(2026, 2, 1, 12),
    attempt: 1,
  } as unknown as Outgoing;
  const kept = await mail.writer?.(parseMail({ ...own }), deps)(message);
  const read = await PostalMime.parse(Uint8Array.from(kept?.source ?? []));
  return { shown: kept?.sender, from: read.from, replyTo: read.replyTo?.[0]?.address };
}

test('takes from the brand kit what the channel leaves open', async () => {
  expect(await caught({}, BRAND)).toMatchObject({
    shown: 'Morgenrot <hallo@morgenrot.example>',
    from: { name: 'Morgenrot', address: 'hallo@morgenrot.example' },
    replyTo: 'post@laden.example',
  });
  expect(await caught({ fromAddress: 'neues@laden.example' }, BRAND)).toMatchObject({
    from: { name: 'Morgenrot', address: 'neues@laden.example' },
  });
});

test('the channel’s own sender goes first', async () => {
  const own = { fromName: 'Laden', fromAddress: 'neues@laden.example', replyTo: 'r@laden.example' };
  expect(await caught(own, BRAND)).toMatchObject({
    shown: 'Laden <neues@laden.example>',
    replyTo: 'r@laden.example',
  });
});

test('a kit without an address leaves one that shows where the mail comes from', async () => {
  const nobody = { name: 'Morgenrot', email: '', replyTo: '' };
  expect((await caught({}, nobody)).from).toEqual({ name: 'Morgenrot', address: 'shop@localhost' });
  expect((await caught({})).shown).toBe('shop@localhost');
});
