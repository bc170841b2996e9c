import type { RetailerId } from '@augenblick/contract';
import {
  LIVE_TOPICS,
  type LiveMessage,
  LiveSnapshot,
  type LiveTopic,
} from '@augenblick/contract/api/live.ts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Access } from '../access/index.ts';
import type { Clock, Database, Http, Live, Log } from '../runtime/index.ts';
import { snapshot } from './snapshot.ts';
import { createWatchers } from './watch.ts';

/** What the routes need. */
export interface LiveRoutesDeps {
  access: Pick<Access, 'allow'>;
  database: Database;
  live: Live;
  clock: Clock;
  log: Log;
}

/** One snapshot serves everybody who asks within this time, ms. */
const SNAPSHOT_MS = 1_000;
const STREAM_MS = 15 * 60_000;
const KEEP_ALIVE_MS = 15_000;
/** A viewer who takes nothing any more is let go when this much waits for them, bytes. */
const BACKLOG_BYTES = 1_000_000;

const topicsQuery = z.object({
  topics: z
    .string()
    .default('event')
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(LIVE_TOPICS)).min(1)),
});

/** Routes of Live: the snapshot, and the stream of what happens after it. */
export function liveRoutes(http: Http, deps: LiveRoutesDeps): void {
  const snapshots = new Map<RetailerId, { at: number; asked: Promise<LiveSnapshot> }>();
  http.get(
    '/api/r/:retailerId/live',
    {
      onRequest: deps.access.allow('live.read'),
      schema: { response: { 200: LiveSnapshot } },
    },
    ({ retailerId }) => {
      const now = deps.clock.now();
      const kept = snapshots.get(retailerId);
      if (kept && now - kept.at < SNAPSHOT_MS) return kept.asked;
      const asked = snapshot(deps, retailerId);
      snapshots.set(retailerId, { at: now, asked });
      asked.catch(() => snapshots.delete(retailerId));
      return asked;
    },
  );
  streamRoute(http, deps);
}

function streamRoute(http: Http, deps: LiveRoutesDeps): void {
  const watchers = createWatchers(deps);
  const open = new Set<() => void>();
  // A stream never ends by itself, and the server waits for what is open.
  http.addHook('preClose', async () => {
    for (const end of open) end();
  });
  http.get(
    '/api/r/:retailerId/live/stream',
    {
      onRequest: deps.access.allow('live.read'),
      schema: { querystring: topicsQuery, hide: true },
    },
    (request, reply) => {
      const topics = new Set<LiveTopic>(request.query.topics);
      const send = begin(reply);
      const leave = watchers.add(request.retailerId, { topics, send });
      const alive = setInterval(() => reply.raw.write(': alive\n\n'), KEEP_ALIVE_MS);
      const end = (): void => {
        leave();
        clearInterval(alive);
        clearTimeout(limit);
        open.delete(end);
        reply.raw.end();
      };
      const limit = setTimeout(end, STREAM_MS);
      open.add(end);
      reply.raw.on('close', end);
      reply.raw.on('error', end);
      send({ type: 'hello', at: deps.clock.now() });
    },
  );
}

/** Takes the answer over from the web server and writes messages into it. */
function begin(reply: FastifyReply): (message: LiveMessage) => void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Proxies that collect answers before they pass them on would hold everything back.
    'x-accel-buffering': 'no',
  });
  return (message) => {
    if (raw.writableLength > BACKLOG_BYTES) raw.destroy();
    else raw.write(`data: ${JSON.stringify(message)}\n\n`);
  };
}
