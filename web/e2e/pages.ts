/** A web server of a few lines for the pages of a shop, which stand on an origin of their own. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A shop's pages. */
export interface Pages {
  /** Without a slash at its end. */
  origin: string;
  close(): void;
}

/** Serves what `answer` writes at a free port. */
export async function servePages(answer: RequestListener): Promise<Pages> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Serves one page with a strict content security policy that lets nothing in but scripts of the installation at `url`. What
 * stands in it is asked for anew each time.
 */
export function serveStrictPage(url: string, body: () => string): Promise<Pages> {
  return servePages((_request, response) => {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src ${url}; connect-src ${url}`,
    });
    response.end(
      `<!doctype html><html lang="de"><head><title>Laden</title></head><body><h1>Laden</h1>${body()}<p id="below">Darunter</p></body></html>`,
    );
  });
}
