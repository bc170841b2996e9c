/** A wire between the server and its database that a test can cut and mend. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { clientOptions } from '../../src/runtime/database.ts';

export interface Wire {
  /** Address of the database through the wire. */
  url: string;
  /** Ends every connection and takes no new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Lays a wire to the database at `url`. It ends with `cut`. */
export async function wireTo(url: string): Promise<Wire> {
  const { path, user } = clientOptions(url);
  const given = new URL(url.replace(/^postgres(ql)?:\/\/\//, 'http://localhost/'));
  const ends = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  const carry = (near: Socket): void => {
    const far = path ? connect(path) : connect(Number(given.port || 5432), given.hostname);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.setNoDelay(true);
      end.on('error', () => other.destroy());
      end.on('close', () => {
        ends.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  };
  const mend = async (): Promise<void> => {
    const fresh = createServer(carry);
    server = fresh;
    await new Promise<void>((resolve) => fresh.listen(port, '127.0.0.1', resolve));
    const address = fresh.address();
    if (typeof address === 'object' && address !== null) port = address.port;
  };
  await mend();
  const who = encodeURIComponent(
    typeof user === 'string' ? user : decodeURIComponent(given.username),
  );
  const secret = given.password === '' ? '' : `:${given.password}`;
  return {
    url: `postgres://${who}${secret}@127.0.0.1:${port}${given.pathname}`,
    mend,
    cut: () =>
      new Promise((resolve) => {
        if (!server) return resolve();
        server.close(() => resolve());
        server = undefined;
        for (const end of ends) end.destroy();
      }),
  };
}
