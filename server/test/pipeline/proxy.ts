/**
 * A loopback proxy that stands between a client and the server and spoils some of the requests on purpose.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';

/**
 * What becomes of a request: `pass` it on; answer it here with a status; `lose` it (passed on and answered by the
 * server, but the answer never reaches the client: the connection is cut after the server has committed).
 */
export type Fate = 'pass' | 'lose' | { status: number; retryAfter?: string };

/** One request as it came by. */
export interface Passed {
  path: string;
  headers: IncomingHttpHeaders;
  /** The body as JSON, unpacked; undefined when it is none. */
  body: unknown;
  fate: Fate;
  /** What the server answered, when it was asked. */
  answer: number | undefined;
}

export interface Proxy {
  url: string;
  passed: Passed[];
  close(): Promise<void>;
}

/** Starts one in front of `target`; the n-th POST meets the n-th fate, all later ones pass. */
export async function spoilingProxy(target: string, fates: readonly Fate[]): Promise<Proxy> {
  const passed: Passed[] = [];
  let posts = 0;
  const server = createServer((request, response) => {
    const handle = async (): Promise<void> => {
      const raw = await bodyOf(request);
      const fate = request.method === 'POST' ? (fates[posts++] ?? 'pass') : 'pass';
      const one: Passed = {
        path: request.url ?? '',
        headers: request.headers,
        body: readable(raw),
        fate,
        answer: undefined,
      };
      passed.push(one);
      if (typeof fate === 'object') {
        const headers = fate.retryAfter === undefined ? {} : { 'retry-after': fate.retryAfter };
        response.writeHead(fate.status, headers).end('{}');
        return;
      }
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? 'GET',
        headers: forwarded(request.headers),
        ...(raw.length > 0 ? { body: new Uint8Array(raw) } : {}),
      });
      const text = await answer.text();
      one.answer = answer.status;
      if (fate === 'lose') {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
    };
    handle().catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    passed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function readable(raw: Buffer): unknown {
  try {
    const bytes = raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw) : raw;
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

const HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect']);
function forwarded(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      HOP.has(name) || typeof value !== 'string' ? [] : [[name, value]],
    ),
  );
}
