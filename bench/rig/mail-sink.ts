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

const END = Buffer.from('\r\n.\r\n');

/** One connection. */
class Line {
  private rest = '';
  private inData = false;
  /** The last bytes of the mail so far: its end may come in two parts. */
  private tail: Buffer = Buffer.alloc(0);
  private to = '';
  private readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('error', () => socket.destroy());
  }

  private read(chunk: Buffer): void {
    let out = '';
    let left = chunk;
    while (left.length > 0) {
      if (this.inData) {
        const behind = this.mail(left);
        if (behind === null) break;
        left = behind;
        out += '250 2.0.0 taken\r\n';
        continue;
      }
      this.rest += left.toString('latin1');
      left = Buffer.alloc(0);
      for (let end = this.line(); end >= 0 && !this.inData; end = this.line()) {
        out += this.answer(this.rest.slice(0, end));
        this.rest = this.rest.slice(end + 2);
      }
      if (!this.inData) break;
      left = Buffer.from(this.rest, 'latin1');
      this.rest = '';
    }
    if (out !== '') this.socket.write(out);
  }

  private line(): number {
    return this.rest.indexOf('\r\n');
  }

  /** Reads on in a mail; answers what stands behind its end, null when it goes on. */
  private mail(chunk: Buffer): Buffer | null {
    const known = this.tail.length;
    // A mail is taken as it comes: in one chunk or a few.
    const whole = known === 0 ? chunk : Buffer.concat([this.tail, chunk]);
    // Behind it stand commands at most: the next mail waits for its "go on".
    const end = whole.lastIndexOf(END);
    bytes += (end < 0 ? whole.length : end) - known;
    if (end < 0) {
      this.tail = whole.subarray(-4);
      return null;
    }
    this.tail = Buffer.alloc(0);
    this.inData = false;
    taken += 1;
    if (times) instants.push([Number(/\d+/.exec(this.to)?.[0] ?? -1), Date.now()]);
    return whole.subarray(end + END.length);
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
