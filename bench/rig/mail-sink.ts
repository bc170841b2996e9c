/**
 * A mail server that takes everything: SMTP with pipelining on a loopback port, in a process of its own, as cheap as can be,
 * so that what is measured is who sends. Tells its port, and every second how many mails it took; with `--times` the
 * instants (ms) at which mails were taken, by the number in the recipient's address (`kunde12@…`).
 */
import { createServer, type Socket } from 'node:net';

const times = process.argv.includes('--times');
let taken = 0;
let bytes = 0;
let instants: [number, number][] = [];

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.write('220 sink.example ESMTP\r\n');
  void new Line(socket);
});

/** One connection. */
class Line {
  private rest = '';
  private inData = false;
  private to = '';
  private readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.read(chunk));
    socket.on('error', () => socket.destroy());
  }

  private read(chunk: string): void {
    this.rest += chunk;
    let out = '';
    for (;;) {
      if (this.inData) {
        const end = this.rest.indexOf('\r\n.\r\n');
        if (end < 0) break;
        bytes += end;
        taken += 1;
        if (times) instants.push([Number(/\d+/.exec(this.to)?.[0] ?? -1), Date.now()]);
        this.rest = this.rest.slice(end + 5);
        this.inData = false;
        out += '250 2.0.0 taken\r\n';
        continue;
      }
      const end = this.rest.indexOf('\r\n');
      if (end < 0) break;
      const line = this.rest.slice(0, end);
      this.rest = this.rest.slice(end + 2);
      out += this.answer(line);
    }
    if (out !== '') this.socket.write(out);
  }

  private answer(line: string): string {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO')
      return '250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n';
    if (verb === 'RCPT') this.to = line;
    if (verb === 'DATA') {
      this.inData = true;
      return '354 go on\r\n';
    }
    if (verb === 'QUIT') {
      this.socket.end('221 bye\r\n');
      return '';
    }
    return '250 2.1.0 ok\r\n';
  }
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
setInterval(() => {
  const { user, system } = process.cpuUsage();
  process.send?.({ taken, bytes, cpuMs: (user + system) / 1000, instants });
  instants = [];
}, 100);
process.on('disconnect', () => process.exit(0));
