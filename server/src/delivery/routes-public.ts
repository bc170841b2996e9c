/**
 * Links in messages: opened, clicked, seen in the browser. Their addresses are passed on and stand in the logs of others, so
 * that they open nothing that only the reader may change.
 */
import { isMail, type JsonObject } from '@augenblick/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Limit, Limits } from '../access/index.ts';
import { type Clock, type Database, escapeHtml, type Http, type Log } from '../runtime/index.ts';
import { isOwnPage, type LinkBase, linksOf, oldLinksOf, passedOn } from './compose.ts';
import type { Deliveries } from './deliveries.ts';
import { sentAgain } from './history.ts';
import { content, type ContentRow } from './queries-read.ts';
import { type LinkRead, linkToken } from './token.ts';
import type { Writer } from './writer.ts';

export interface DeliveryPublicDeps {
  deliveries: Deliveries;
  database: Database;
  writer: Writer;
  clock: Clock;
  log: Log;
  limits: Pick<Limits, 'tryTake'>;
}

/** A transparent picture of one pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
/** Looks at one message: enough for whoever it was passed on to, too few to keep this house busy or to fill the books. */
const LOOKS: Limit = { name: 'message_look', burst: 60, everyMs: 10_000 };
const byToken = z.object({ token: z.string().max(60) });
const byLink = z.object({ token: z.string().max(60), n: z.string().max(4) });
/** A page of ours that nobody else may frame or read the address of. */
const PAGE_HEADERS = {
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/** Public routes below /m. Unsubscribing and preferences belong to consent. */
export function deliveryPublicRoutes(http: Http, deps: DeliveryPublicDeps): void {
  http.get('/m/o/:token', { schema: { params: byToken } }, async ({ params }, reply) => {
    // The picture comes whatever else happens: a mail must not show a broken one.
    void reply.headers({ 'cache-control': 'no-store, private' }).type('image/gif');
    await openMessage(deps, params.token.replace(/\.gif$/, '')).catch((error: unknown) =>
      deps.log.debug({ err: error }, 'an opened message was not noted'),
    );
    return reply.send(PIXEL);
  });
  http.get('/m/k/:token/:n', { schema: { params: byLink } }, async ({ params }, reply) => {
    const target = await followLink(deps, params.token, Number(params.n));
    if (target === null) return gone(reply);
    return reply.headers(PAGE_HEADERS).redirect(target, 302);
  });
  http.get('/m/b/:token', { schema: { params: byToken } }, async ({ params }, reply) => {
    const page = await browserView(deps, params.token);
    if (page === null) return gone(reply);
    if (typeof page === 'number') return busy(reply, page);
    return reply
      .headers({ ...PAGE_HEADERS, 'content-security-policy': MAIL_POLICY })
      .type(HTML)
      .send(page);
  });
}

const HTML = 'text/html; charset=utf-8';
/** A mail has pictures and styles and nothing that runs. */
const MAIL_POLICY =
  "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src *; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

interface Known {
  link: LinkRead;
  row: ContentRow;
}

async function known(
  { deliveries, database }: DeliveryPublicDeps,
  token: string,
): Promise<Known | null> {
  const link = await deliveries.readLink(token);
  if (link === null || link.purpose === 'own') return null;
  const row = await content(database.owner, link.retailerId, link.deliveryId);
  return row === undefined ? null : { link, row };
}

/**
 * Notes that a message was opened; only where the shopper agrees to being measured now, whatever held when it was sent.
 * `more` is said with the event.
 */
export async function openMessage(
  deps: DeliveryPublicDeps,
  token: string,
  more: JsonObject = {},
): Promise<void> {
  const found = await known(deps, token);
  if (found === null || found.row.analytics !== 'granted') return;
  await note(deps, found, 'opened', more);
}

/** Where the n-th link leads; null without one. Noted unless the shopper withdrew being measured; `more` as above. */
export async function followLink(
  deps: DeliveryPublicDeps,
  token: string,
  n: number,
  more: JsonObject = {},
): Promise<string | null> {
  const found = await known(deps, token);
  if (found === null || !Number.isInteger(n)) return null;
  const base = await deps.deliveries.base();
  const address = (await addressesOf(deps, base, found))[n];
  if (address === undefined || !/^https?:\/\//i.test(address)) return null;
  // Mails of before lead to the reader's pages this way, with tokens that can do no more than theirs.
  if (isOwnPage(base, address)) return found.link.purpose === 'old' ? address : null;
  if (found.row.analytics !== 'withdrawn')
    await note(deps, found, 'clicked', { link: n, url: address, ...more }).catch((error: unknown) =>
      deps.log.debug({ err: error }, 'a click was not noted'),
    );
  return marked(address, found.row);
}

/** Where the links of a message lead, numbered as in the message that was sent: with its reader's own links among them. */
async function addressesOf(
  { writer }: DeliveryPublicDeps,
  base: LinkBase,
  { link, row }: Known,
): Promise<string[]> {
  const of = link.purpose === 'old' ? oldLinksOf : linksOf;
  const links = of(base, link.retailerId, link.deliveryId);
  const sent = await sentAgain(writer, link.retailerId, row, undefined, links);
  return sent?.addresses ?? [];
}

/** Notes what was done with a message; no more of it than `LOOKS` allows. */
async function note(
  { deliveries, clock, limits }: DeliveryPublicDeps,
  { link, row }: Known,
  kind: 'opened' | 'clicked',
  detail: JsonObject,
): Promise<void> {
  if ((await limits.tryTake(LOOKS, link.deliveryId)) !== null) return;
  await deliveries.receive(link.retailerId, [
    {
      channel: row.channel,
      kind,
      deliveryId: link.deliveryId,
      providerId: null,
      permanent: false,
      reason: null,
      words: '',
      at: clock.now(),
      detail,
    },
  ]);
}

/** The address with the marks that web statistics read, unless the retailer set their own. */
export function marked(address: string, row: Pick<ContentRow, 'channel' | 'variant'>): string {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return address;
  }
  if ([...url.searchParams.keys()].some((key) => key.startsWith('utm_'))) return address;
  url.searchParams.set('utm_source', 'augenblick');
  url.searchParams.set('utm_medium', row.channel === 'mail' ? 'email' : row.channel);
  if (row.variant !== null) url.searchParams.set('utm_content', row.variant);
  return url.toString();
}

/** The message as a page; a number of seconds to wait when it was looked at too often; null when there is none. */
async function browserView(
  deps: DeliveryPublicDeps,
  token: string,
): Promise<string | number | null> {
  const found = await known(deps, token);
  if (found === null || !passedOn(found.row.origin_kind)) return null;
  const { retailerId, deliveryId } = found.link;
  const waitS = await deps.limits.tryTake(LOOKS, deliveryId);
  if (waitS !== null) return waitS;
  const base = await deps.deliveries.base();
  const own = linkToken(base.secret, retailerId, deliveryId, 'view');
  const sent = await addressesOf(deps, base, found);
  const track = (_n: number, address: string): string => {
    const n = sent.indexOf(address);
    const counts = n >= 0 && /^https?:/i.test(address) && !isOwnPage(base, address);
    return counts ? `${base.publicUrl}/m/k/${own}/${n}` : address;
  };
  // This page's address is passed on; what only its reader may do is left in the mail.
  const { browser } = linksOf(base, retailerId, deliveryId);
  const links = { unsubscribe: null, preferences: null, browser };
  const again = await sentAgain(deps.writer, retailerId, found.row, track, links);
  if (again === null) return null;
  const { message } = again;
  if (isMail(message)) return message.html;
  const { title, text } = message;
  return `<!doctype html><html lang="${found.row.locale}"><meta charset="utf-8"><title>${escapeHtml(title)}</title><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></html>`;
}

/** A page without a shop: nobody knows whose it would be. In both languages. */
function bare(title: string, text: string, english: string): string {
  return `<!doctype html><html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}</style>
<main><h1>${title}</h1><p>${text}</p>
<p lang="en">${english}</p></main></html>`;
}

const GONE = bare(
  'Diese Nachricht gibt es nicht mehr',
  'Der Link führt zu keiner Nachricht. Bitte besuchen Sie den Laden direkt.',
  'This message is no longer here. Please visit the shop directly.',
);
const BUSY = bare(
  'Bitte einen Augenblick Geduld',
  'Diese Nachricht wurde gerade sehr oft aufgerufen. Bitte versuchen Sie es in einer Minute noch einmal.',
  'This message was opened very often just now. Please try again in a minute.',
);

function busy(reply: FastifyReply, waitS: number): FastifyReply {
  return reply.code(429).header('retry-after', waitS).headers(PAGE_HEADERS).type(HTML).send(BUSY);
}

function gone(reply: FastifyReply): FastifyReply {
  return reply.code(404).headers(PAGE_HEADERS).type(HTML).send(GONE);
}
