/** Who may set the mail channel up must not look around in the inner network with it; a relay beside us just works. */
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { channelTestDeps, mailOf } from '../../../../test/standins/deps.ts';
import { smtpStandin } from '../../../../test/standins/smtp.ts';
import type { HostAddress } from '../guarded.ts';
import { type MailTuning, openMail, parseMail } from './index.ts';
import { MAIL_PORTS, onlyPublic } from './inner.ts';

const TIMEOUTS = { connectMs: 30_000, greetingMs: 30_000, idleMs: 30_000 };
const LOOPBACK: HostAddress = { address: '127.0.0.1', family: 4 };
const PUBLIC: HostAddress = { address: '198.41.0.4', family: 4 };

function way(
  { host, port, security = 'none' }: { host: string; port: number; security?: string },
  found: readonly HostAddress[],
  allowPrivateHosts = false,
) {
  const sender = { fromName: 'Laden', fromAddress: 'neues@laden.example' };
  const verpKey = Buffer.alloc(32, 1).toString('base64');
  const settings = parseMail({ ...sender, host, port, security, verpKey });
  const resolve = async () => [...found];
  const tuning: MailTuning = { timeouts: TIMEOUTS, verifyCertificate: true, resolve };
  return openMail(settings, channelTestDeps({ allowPrivateHosts }), tuning);
}

it.each([
  ['127.0.0.1', []],
  ['10.0.0.5', []],
  ['169.254.169.254', []],
  ['fd00::1', []],
  ['relay.example', [LOOPBACK]],
  // A name with a public address in front of a private one.
  ['both.example', [PUBLIC, LOOPBACK]],
])('%s at a port that is none of mail is not spoken to', async (host, found) => {
  let asked = 0;
  const service = createServer(() => (asked += 1));
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const { port } = service.address() as AddressInfo;
  for (const security of ['none', 'starttls', 'tls']) {
    const mail = way({ host, port, security }, found);
    const { state, words } = await mail.check();
    expect(state).toBe('failing');
    expect(words.de).toContain('ALLOW_PRIVATE_HOSTS');
    expect(words.en).toContain(`${host} is in the inner network`);
    expect(await mail.send(mailOf('anna@kundin.example'))).toMatchObject({
      outcome: 'refused',
      permanent: false,
      reason: 'channel_down',
    });
    await mail.close();
  }
  expect(asked).toBe(0);
  await new Promise((resolve) => service.close(resolve));
});

it('a relay of our own at a port of mail needs nobody’s permission', () => {
  for (const port of MAIL_PORTS) expect(onlyPublic(port, false)).toBe(false);
  for (const port of [22, 80, 443, 5432, 6379, 9200]) expect(onlyPublic(port, false)).toBe(true);
  expect(onlyPublic(6379, true)).toBe(false);
});

it('where the operator allows it, any port is spoken to', async () => {
  const server = await smtpStandin();
  const own = way({ host: '127.0.0.1', port: server.port }, [], true);
  expect((await own.send(mailOf('anna@kundin.example'))).outcome).toBe('sent');
  await own.close();
  await server.close();
});
