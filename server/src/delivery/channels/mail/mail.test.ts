import type { HtmlPiece } from '@augenblick/contract';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyDkim } from '../../../../test/standins/dkim.ts';
import { mailBytes, type MailToWrite, writeMail } from './compose.ts';
import { createDkimSigner, type DkimKey, dkimRecord, makeDkimKey } from './dkim.ts';
import { asciiAddress, BodyWriter } from './encode.ts';
import { readVerp, verpAddress } from './verp.ts';

const MAIL: MailToWrite = {
  messageId: '01950000-0000-7000-8000-000000000001@laden.example',
  at: Date.UTC(2026, 2, 1, 12),
  from: { name: 'Müllers Laden', address: 'neues@laden.example' },
  replyTo: 'hallo@laden.example',
  to: 'a@b.example',
  subject: 'Neues für den Frühling',
  html: ['<p>Hallo</p>'],
  text: 'Hallo',
  locale: 'de',
  unsubscribe: { url: 'https://laden.example/m/u/xyz', mailto: 'bounce+uabc@laden.example' },
  feedbackId: 'c1:1:broadcast:laden.example',
  list: { name: 'Müllers Laden', id: '1.augenblick.laden.example' },
};
let key: DkimKey;
beforeAll(async () => {
  key = await makeDkimKey('laden.example', 'aug1');
});
const record = (name: string): string | undefined => {
  const { recordName, recordValue } = dkimRecord(key);
  return name === recordName ? recordValue : undefined;
};
/** Any text a person could write; what no mail can carry is not asked for. */
const anyText = fc
  .string({ unit: 'binary', maxLength: 400 })
  .map((text) => Buffer.from(text).toString());
/** A mail's HTML as it comes from a template; every other piece is the template's own. */
const anyPieces = fc.array(anyText, { minLength: 1, maxLength: 6 });
const pieces = (texts: readonly string[]): HtmlPiece[] =>
  texts.map((text, i) => (i % 2 === 0 ? { text } : text));
/** Line ends are one thing in mail; a lone CR is one, too. */
const lines = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/\n+$/, '');

describe('an independent reader', () => {
  test('reads any text as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyPieces, anyText, async (subject, html, text) => {
        const raw = mailBytes(writeMail({ ...MAIL, subject, html: pieces(html), text }));
        const read = await PostalMime.parse(Uint8Array.from(raw));
        const plain = (value: string): string => lines(value.replaceAll('\u0000', '\ufffd'));
        expect(plain(read.html ?? '')).toBe(plain(html.join('')));
        expect(plain(read.text ?? '')).toBe(plain(text));
        const squeezed = (value: string): string => value.replace(/[\p{Cc}\s]+/gu, ' ').trim();
        expect(squeezed(read.subject ?? '')).toBe(squeezed(subject));
      }),
      { numRuns: 300 },
    );
  });

  test('finds sender, list and both unsubscribe headers', async () => {
    const read = await PostalMime.parse(Uint8Array.from(mailBytes(writeMail(MAIL))));
    const header = (name: string): string | undefined =>
      read.headers.find((one) => one.key === name)?.value;
    expect(read.from).toMatchObject({ name: 'Müllers Laden', address: 'neues@laden.example' });
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(header('list-unsubscribe')).toMatch(/^<https:\/\/laden.example\/m\/u\/xyz>,\s*<mailto:/);
    expect(header('list-id')).toContain('<1.augenblick.laden.example>');
    expect(read.messageId).toBe(`<${MAIL.messageId}>`);
  });

  test('is told of one click only where the address is https', () => {
    const { headers } = writeMail({
      ...MAIL,
      unsubscribe: { url: 'http://x.example/u', mailto: null },
    });
    expect(headers.map(([name]) => name)).not.toContain('List-Unsubscribe-Post');
  });

  test('a text can neither add a header nor end a part', async () => {
    const nasty =
      'x\r\nBcc: boss@example.com\r\n\r\n--=_0195000000007000800000000000000001ladenexample--\r\n';
    const mail = {
      ...MAIL,
      subject: nasty,
      text: nasty,
      html: [nasty],
      from: { ...MAIL.from, name: nasty },
    };
    const read = await PostalMime.parse(Uint8Array.from(mailBytes(writeMail(mail))));
    expect(read.headers.map((one) => one.key)).not.toContain('bcc');
    expect(read.bcc).toBeUndefined();
    expect(lines(read.text ?? '')).toBe(lines(nasty));
  });
});

describe('lines on the wire', () => {
  test('are seven-bit, short, and the same after relaxed canonicalisation', () => {
    fc.assert(
      fc.property(anyPieces, (texts) => {
        const writer = new BodyWriter();
        const made = pieces(texts);
        const write = (): string => {
          writer.begin();
          writer.quoted(made);
          return writer.end().toString('latin1');
        };
        const wire = write();
        // What was kept of a piece is what it was encoded to.
        expect(write()).toBe(wire);
        for (const line of wire.split('\r\n')) {
          expect(line.length).toBeLessThanOrEqual(76);
          expect(line).toMatch(/^[\x20-\x7e]*$/);
          expect(line).not.toMatch(/ $| {2}|^\./);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('headers are short and seven-bit, whatever the subject', () => {
    fc.assert(
      fc.property(anyText, anyText, (subject, name) => {
        const { headers } = writeMail({ ...MAIL, subject, from: { ...MAIL.from, name } });
        for (const [header, value] of headers)
          for (const line of `${header}: ${value}`.split('\r\n')) {
            expect(line.length).toBeLessThanOrEqual(998);
            expect(line).toMatch(/^[\x20-\x7e]*$/);
          }
      }),
    );
  });
});

describe('DKIM', () => {
  test('is verified by a tool of others for any content', async () => {
    const sign = createDkimSigner(key);
    await fc.assert(
      fc.asyncProperty(anyText, anyPieces, async (subject, html) => {
        const mail = writeMail({ ...MAIL, subject, html: pieces(html) });
        const raw = mailBytes(await sign(mail, MAIL.at));
        const verdict = await verifyDkim(raw, record);
        expect(verdict).toMatchObject({ ok: true, domain: 'laden.example' });
      }),
      { numRuns: 60 },
    );
  });

  test('covers the one-click headers, and notices every change', async () => {
    const raw = mailBytes(await createDkimSigner(key)(writeMail(MAIL), MAIL.at));
    const { signed } = await verifyDkim(raw, record);
    expect(signed).toEqual(
      expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post', 'list-id', 'from']),
    );
    const changed = async (from: string, to: string): Promise<string> => {
      const forged = Buffer.from(raw.toString('latin1').replace(from, to), 'latin1');
      return (await verifyDkim(forged, record)).why;
    };
    expect(await changed('One-Click', 'Two-Click')).toBe('bad signature');
    expect(await changed('m/u/xyz', 'm/u/abc')).toBe('bad signature');
    expect(await changed('<p>Hallo', '<p>Hullo')).toBe('body hash did not verify');
    // Named twice in h=: a second From put on top is noticed.
    const second = 'From: evil@example.com\r\nMessage-ID:';
    expect(await changed('Message-ID:', second)).toBe('bad signature');
    expect((await verifyDkim(raw, () => undefined)).why).toBe('no key');
  });
});

test('bounce addresses give their delivery back, and nobody can make one up', () => {
  const secret = Buffer.alloc(32, 3);
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom('b' as const, 'u' as const), (id, kind) => {
      const address = verpAddress('bounce@news.laden.example', kind, id, secret);
      expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64);
      expect(asciiAddress(address)).toBe(address);
      expect(readVerp(address.toUpperCase(), secret)).toEqual({ kind, id });
      expect(readVerp(address, Buffer.alloc(32, 4))).toBeNull();
      expect(readVerp(address.replace(`+${kind}`, kind === 'b' ? '+u' : '+b'), secret)).toBeNull();
    }),
  );
});

test('addresses are those of the DNS or none', () => {
  expect(asciiAddress('a@müller.de')).toBe('a@xn--mller-kva.de');
  expect(asciiAddress('a@B.de')).toBe('a@b.de');
  for (const wrong of ['', '@', 'a@', '@b.de', 'a b@c.de', 'a@b.de\r\nX: y', 'ä@b.de', 'a@-b.de'])
    expect(asciiAddress(wrong), wrong).toBeNull();
});
