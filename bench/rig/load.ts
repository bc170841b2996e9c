import { connect, type Socket } from 'node:net';

/** What a run of requests came to. */
export interface LoadResult {
  requests: number;
  seconds: number;
  /** Milliseconds from sending to the whole answer. */
  p50: number;
  p99: number;
  /** Answers other than 200, by status. */
  refused: Record<string, number>;
}

export interface LoadOptions {
  port: number;
  connections: number;
  requests: number;
  /**
   * Makes the n-th request's path, headers and body. Called when it is sent; `dueAt` is when it should have been (ms since
   * 1970), which is earlier where all connections were still waiting for answers.
   */
  request: (n: number, dueAt: number) => { path: string; authorization: string; body?: string };
  /** Requests a second over all connections; as fast as they are answered when left out. */
  rate?: number;
  /** Ends an open-loop run early. */
  until?: () => boolean;
}

/**
 * Sends requests over raw sockets and keeps every connection busy with one at a time. A client library would take more of
 * the machine than the server under test does.
 */
export async function sendLoad(options: LoadOptions): Promise<LoadResult> {
  const latencies: number[] = [];
  const refused: Record<string, number> = {};
  let sent = 0;
  const begun = performance.now();
  const next = (): number | undefined =>
    sent < options.requests && options.until?.() !== true ? sent++ : undefined;
  const worker = async (): Promise<void> => {
    const connection = new Connection(options.port);
    for (let n = next(); n !== undefined; n = next()) {
      // In open loop the clock starts when the request was due, not when its turn came: waiting counts.
      const due =
        options.rate === undefined ? performance.now() : begun + (n * 1000) / options.rate;
      const early = due - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      const dueAt = Date.now() - (performance.now() - due);
      const status = await connection.exchange(text(options.request(n, dueAt)));
      latencies.push(performance.now() - due);
      if (status !== 200) refused[status] = (refused[status] ?? 0) + 1;
    }
    connection.end();
  };
  await Promise.all(Array.from({ length: options.connections }, worker));
  const seconds = (performance.now() - begun) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    refused,
  };
}

/** The q-quantile of sorted values, to a tenth. */
export function quantile(sorted: readonly number[], q: number): number {
  return (
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0) * 10) / 10
  );
}

function text({
  path,
  authorization,
  body,
}: {
  path: string;
  authorization: string;
  body?: string;
}): string {
  const head = `host: localhost\r\nauthorization: ${authorization}\r\n`;
  if (body === undefined) return `GET ${path} HTTP/1.1\r\n${head}\r\n`;
  return `POST ${path} HTTP/1.1\r\n${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** One keep-alive connection; reads just enough of an answer to know its status and its end. */
class Connection {
  private readonly socket: Socket;
  private received = '';
  private answer: ((status: number) => void) | undefined;
  private failed: ((error: Error) => void) | undefined;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (chunk) => this.read(String(chunk)));
    this.socket.on('error', (error) => this.failed?.(error));
    this.socket.on('close', () => this.failed?.(new Error('connection closed')));
  }

  exchange(request: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.answer = resolve;
      this.failed = reject;
      this.socket.write(request);
    });
  }

  end(): void {
    this.failed = undefined;
    this.socket.destroy();
  }

  private read(chunk: string): void {
    this.received = this.received === '' ? chunk : this.received + chunk;
    const head = this.received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /content-length: (\d+)/i.exec(this.received.slice(0, head));
    if (this.received.length < head + 4 + Number(length?.[1] ?? 0)) return;
    const status = Number(this.received.slice(9, 12));
    this.received = '';
    this.failed = undefined;
    this.answer?.(status);
  }
}
