import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { fixedClock } from '../../../runtime/index.ts';
import { createSmtpPool } from './pool.ts';

/** A server that takes one connection, reads half a mail, and is gone for good. */
async function dyingServer(): Promise<number> {
  const server = createServer((socket) => {
    socket.write('220 here\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const said = chunk.toString();
      if (said.startsWith('EHLO')) socket.write('250 here\r\n');
      else if (/^(MAIL|RCPT)/.test(said)) socket.write('250 yes\r\n');
      else if (said.startsWith('DATA')) socket.write('354 go on\r\n');
      else {
        server.close();
        socket.destroy();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

it('who waits for a connection is told when none comes any more', async () => {
  const pool = createSmtpPool({
    server: {
      host: '127.0.0.1',
      port: await dyingServer(),
      security: 'none',
      user: null,
      password: null,
      name: 'laden.example',
      timeouts: { connectMs: 30_000, greetingMs: 30_000, idleMs: 30_000 },
      verifyCertificate: true,
      publicOnly: null,
    },
    clock: fixedClock('2026-03-01T12:00:00Z'),
    connections: 1,
    mailsPerConnection: 200,
  });
  const mail = [Buffer.from('Subject: a\r\n\r\nText\r\n')];
  const answers = await Promise.all(
    ['a', 'b', 'c', 'd'].map((to) =>
      pool.send({ from: 'laden@laden.example', to: `${to}@b.example` }, mail),
    ),
  );
  expect(answers.map(({ kind }) => kind)).toEqual(['unknown', 'away', 'away', 'away']);
  await pool.close();
});
