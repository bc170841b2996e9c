import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMailReport } from './report.ts';
import { verpAddress } from './verp.ts';

const KEY = Buffer.alloc(32, 5);
const ID = '01950000-0000-7000-8000-0000000000aa';
const VERP = verpAddress('bounce@news.laden.example', 'b', ID, KEY);

/** A bounce as Postfix writes it (RFC 3464), for our address. */
function dsn(
  options: { action?: string; status?: string; said?: string; to?: string; headers?: string } = {},
): Buffer {
  const { action = 'failed', status = '5.1.1', to = VERP } = options;
  const said = options.said ?? 'smtp; 550 5.1.1 <anna@kundin.example>: user unknown';
  return Buffer.from(
    `Return-Path: <>
Delivered-To: ${to}
From: MAILER-DAEMON@mx.kundin.example (Mail Delivery System)
To: ${to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="B/mx.kundin.example"

--B/mx.kundin.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.kundin.example. Your message could not be delivered.

--B/mx.kundin.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.kundin.example
Arrival-Date: Sun,  1 Mar 2026 12:00:00 +0000 (UTC)

Final-Recipient: rfc822; anna@kundin.example
Original-Recipient: rfc822;anna@kundin.example
Action: ${action}
Status: ${status}
Remote-MTA: dns; mail.kundin.example
Diagnostic-Code: ${said}

--B/mx.kundin.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

${options.headers ?? `Message-ID: <${ID}@laden.example>\nSubject: Neues`}

--B/mx.kundin.example--
`.replaceAll('\n', '\r\n'),
  );
}

const first = async (raw: Buffer) => (await readMailReport(raw, KEY)).reports[0];

describe('a delivery status', () => {
  test('of a mailbox that does not exist: for good', async () => {
    expect(await first(dsn())).toMatchObject({
      kind: 'bounced',
      deliveryId: ID,
      permanent: true,
      reason: 'mailbox_gone',
    });
    expect(JSON.stringify(await first(dsn()))).not.toContain('anna@');
  });

  test('of a full mailbox: not for good, whatever the code', async () => {
    const said = 'smtp; 552 5.2.2 Mailbox full';
    expect(await first(dsn({ status: '5.2.2', said }))).toMatchObject({
      permanent: false,
      reason: 'mailbox_full',
    });
  });

  test('the receiving server’s own code counts before 5.0.0', async () => {
    const said = 'smtp; 452 4.2.2 The recipient is over quota';
    const report = await first(dsn({ status: '5.0.0', said }));
    expect(report).toMatchObject({ permanent: false, reason: 'mailbox_full' });
  });

  test('blocked for its content: the address is not to blame', async () => {
    const said = 'smtp; 550 5.7.1 blocked by policy';
    const report = await first(dsn({ status: '5.7.1', said }));
    expect(report).toMatchObject({ permanent: false, reason: 'message_refused' });
  });

  test('delayed is no bounce, delivered is a receipt', async () => {
    const delayed = await readMailReport(dsn({ action: 'delayed', status: '4.4.1' }), KEY);
    expect(delayed).toEqual({ reports: [], why: 'delayed' });
    const delivered = await first(dsn({ action: 'delivered', status: '2.0.0', said: '' }));
    expect(delivered).toMatchObject({ kind: 'delivered', deliveryId: ID });
  });

  test('without our address, by the Message-ID in the returned headers', async () => {
    expect(await first(dsn({ to: 'neues@laden.example' }))).toMatchObject({ deliveryId: ID });
    const other = dsn({
      to: 'neues@laden.example',
      headers: 'Message-ID: <abc@elsewhere.example>',
    });
    expect(await readMailReport(other, KEY)).toEqual({ reports: [], why: 'not_ours' });
  });

  test('for an address somebody made up is not ours', async () => {
    const forged = verpAddress('bounce@news.laden.example', 'b', ID, Buffer.alloc(32, 6));
    const raw = dsn({ to: forged, headers: 'Subject: x' });
    expect((await readMailReport(raw, KEY)).why).toBe('not_ours');
  });
});

test('a complaint (RFC 5965) is for good', async () => {
  const raw = Buffer.from(
    `From: feedback@provider.example
To: fbl@laden.example
Subject: FW: Neues
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="x"

--x
Content-Type: text/plain

This is an email abuse report.

--x
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1.0
Version: 1
Original-Mail-From: <${VERP}>

--x
Content-Type: message/rfc822

From: neues@laden.example
Message-ID: <${ID}@laden.example>
Subject: Neues

Hallo
--x--
`.replaceAll('\n', '\r\n'),
  );
  expect(await first(raw)).toMatchObject({ kind: 'complained', deliveryId: ID, permanent: true });
});

test('unsubscribing by mail', async () => {
  const to = verpAddress('bounce@news.laden.example', 'u', ID, KEY);
  const raw = Buffer.from(
    `From: anna@kundin.example\r\nTo: <${to}>\r\nSubject: unsubscribe\r\n\r\n`,
  );
  expect(await first(raw)).toMatchObject({ kind: 'unsubscribed', deliveryId: ID });
});

test('a holiday answer and a person’s reply are no bounces', async () => {
  const reply = (header: string): Buffer =>
    Buffer.from(
      `From: anna@kundin.example\r\nTo: <${VERP}>\r\n${header}Subject: Re\r\n\r\nIm Urlaub bis 550 Uhr\r\n`,
    );
  expect(await readMailReport(reply('Auto-Submitted: auto-replied\r\n'), KEY)).toEqual({
    reports: [],
    why: 'automatic_answer',
  });
  expect((await readMailReport(reply(''), KEY)).reports).toEqual([]);
});

test('a bounce without any form, by its sender and its words', async () => {
  const raw = Buffer.from(
    `Return-Path: <>\r\nFrom: MAILER-DAEMON@old.example\r\nTo: ${VERP}\r\nSubject: failure notice\r\n\r\n` +
      'Hi. This is the qmail-send program.\r\n<anna@kundin.example>:\r\n192.0.2.1 said: 550 5.1.1 no mailbox here by that name\r\n',
  );
  expect(await first(raw)).toMatchObject({ kind: 'bounced', permanent: true, deliveryId: ID });
});

test('anything at all is read without a fault', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), fc.boolean(), async (bytes, framed) => {
      const raw = framed ? Buffer.concat([dsn().subarray(0, 900), bytes]) : Buffer.from(bytes);
      const { reports } = await readMailReport(raw, KEY);
      for (const report of reports) expect(report.deliveryId).toBe(ID);
    }),
    { numRuns: 200 },
  );
});
