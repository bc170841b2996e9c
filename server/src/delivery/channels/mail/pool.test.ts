import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { fixedClock } from '../../../runtime/index.ts';
import { createSmtpPool, type SmtpPool } from './pool.ts';

/** A server for one test; `talk` holds its side of a conversation. Answers its port. */
async function serverOf(talk: (socket: Socket, server: Server) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.write('220 here\r\n');
    socket.on('error', () => undefined);
    talk(socket, server);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return (server.address() as AddressInfo).port;
}

function poolTo(port: number): SmtpPool {
  return createSmtpPool({
    server: {
      host: '127.0.0.1',
      port,
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
}

/** Hands a mail to each of these over at once; answers what became of them. */
async function sent(pool: SmtpPool, to: readonly string[]): Promise<string[]> {
  const mail = [Buffer.from('Subject: a\r\n\r\nText\r\n')];
  const answers = await Promise.all(
    to.map((name) => pool.send({ from: 'laden@laden.example', to: `${name}@b.example` }, mail)),
  );
  await pool.close();
  return answers.map(({ kind }) => kind);
}

it('who waits for a connection is told when none comes any more', async () => {
  // A server that takes one connection, reads half a mail, and is gone for good.
  const port = await serverOf((socket, server) =>
    socket.on('data', (chunk) => {
      const said = chunk.toString();
      if (said.startsWith('EHLO')) socket.write('250 here\r\n');
      else if (/^(MAIL|RCPT)/.test(said)) socket.write('250 yes\r\n');
      else if (said.startsWith('DATA')) socket.write('354 go on\r\n');
      else {
        server.close();
        socket.destroy();
      }
    }),
  );
  const answers = await sent(poolTo(port), ['a', 'b', 'c', 'd']);
  expect(answers).toEqual(['unknown', 'away', 'away', 'away']);
});

it('asks about the next mail while one leaves, and hands it over only when told to go on', async () => {
  let said = '';
  let told = -1;
  // A server that says nothing about a mail before it was asked about the next one, if there is one.
  const port = await serverOf((socket) =>
    socket.on('data', (chunk) => {
      said += chunk.toString();
      const mails = said.split('\r\n.\r\n').length - 1;
      const asked = said.split('DATA\r\n').length - 1;
      if (/^EHLO .*\r\n$/.test(said)) socket.write('250-here\r\n250 PIPELINING\r\n');
      else if (told < 0 && asked === 1) {
        told = 0;
        socket.write('250 yes\r\n250 yes\r\n354 go on\r\n');
      } else if (mails > told && (asked > mails || mails === 3)) {
        told = mails;
        const more = asked > mails ? '250 yes\r\n250 yes\r\n354 go on\r\n' : '';
        // A mail whose server was not told to go on would stand behind the end of the one before.
        expect(said.endsWith(asked > mails ? 'DATA\r\n' : '\r\n.\r\n')).toBe(true);
        socket.write(`250 taken\r\n${more}`);
      }
    }),
  );
  expect(await sent(poolTo(port), ['a', 'b', 'c'])).toEqual(['accepted', 'accepted', 'accepted']);
  expect(said.match(/RCPT TO:<\w/g)).toEqual(['RCPT TO:<a', 'RCPT TO:<b', 'RCPT TO:<c']);
});
