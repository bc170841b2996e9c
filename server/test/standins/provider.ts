/**
 * An HTTP provider on the loopback: answers as its script says – late, twice, with 4xx and 5xx, not at all. `fetch` of a test
 * leads every host here; the first part of the path says which host was meant.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What came in. */
export interface ProviderRequest {
  method: string;
  /** Host that was meant, and the path there. */
  host: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

export type ProviderManner =
  | { kind: 'answer'; status: number; body?: unknown; headers?: Record<string, string> }
  /** Answers after this long (ms). */
  | { kind: 'late'; ms: number; status: number; body?: unknown }
  /** Reads the request and cuts the line. */
  | { kind: 'drop' }
  /** Reads the request and says nothing; whoever waits as long as `patience` says has waited long enough. */
  | { kind: 'hang' };

export interface ProviderStandin {
  url: string;
  port: number;
  requests: ProviderRequest[];
  /** The next answers, one after the other; the last one stays. */
  script(...manners: ProviderManner[]): void;
  /** Aborted as by a time-out once a call that is under way will never be answered. For one call. */
  patience(): AbortSignal;
  /** A fetch that leads here. */
  fetch: typeof fetch;
  close(): Promise<void>;
}

/** Starts it on a free port; until told, it answers 200 with an empty object. */
export async function providerStandin(): Promise<ProviderStandin> {
  const requests: ProviderRequest[] = [];
  const waiting = new Set<AbortController>();
  let manners: ProviderManner[] = [{ kind: 'answer', status: 200, body: {} }];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [, host = '', ...rest] = (request.url ?? '').split('/');
      const { method = '', headers } = request;
      const body = Buffer.concat(chunks);
      requests.push({ method, host, path: `/${rest.join('/')}`, headers, body });
      const manner = manners.length > 1 ? manners.shift() : manners[0];
      if (manner?.kind === 'hang') giveUp(waiting);
      else if (manner !== undefined) behave(manner, request, response);
    });
    request.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    requests,
    script: (...next) => {
      manners = next;
    },
    patience: () => {
      const controller = new AbortController();
      waiting.add(controller);
      return controller.signal;
    },
    fetch: (input, init) => {
      const meant = new URL(input instanceof Request ? input.url : input);
      return fetch(`${url}/${meant.host}${meant.pathname}${meant.search}`, init);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function giveUp(waiting: Set<AbortController>): void {
  for (const one of waiting) one.abort(new DOMException('nobody answers', 'TimeoutError'));
  waiting.clear();
}

function behave(
  manner: Exclude<ProviderManner, { kind: 'hang' }>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  switch (manner.kind) {
    case 'drop':
      request.socket.destroy();
      break;
    case 'late':
      setTimeout(() => answer(response, manner.status, manner.body, {}), manner.ms);
      break;
    case 'answer':
      answer(response, manner.status, manner.body, manner.headers ?? {});
  }
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string>,
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
