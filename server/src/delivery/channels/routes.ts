/** Console routes of channels and the catcher (contract/src/api/channel.ts). */
import {
  CHANNELS,
  Failure,
  type ProfileId,
  type RenderedMessage,
  type RetailerId,
} from '@augenblick/contract';
import * as api from '@augenblick/contract/api/channel.ts';
import { z } from 'zod';
import type { Access } from '../../access/index.ts';
import type { Http } from '../../runtime/index.ts';
import { type AskDns, checkDns } from './dns.ts';
import { readSettings } from './kept-settings.ts';
import { dkimRecord, readDkim } from './mail/index.ts';
import {
  changeChannel,
  chatLink,
  checkChannel,
  listChannels,
  type ManageDeps,
  newDkim,
  newInbound,
  showChannel,
  testChannel,
} from './manage.ts';
import * as queries from './queries.ts';
import { CHANNEL_MODULES } from './registry.ts';
import { shownHeaders } from './show-mail.ts';

/** What the routes need. */
export interface ChannelRoutesDeps extends ManageDeps {
  access: Pick<Access, 'allow'>;
  dns: AskDns;
  /** What a draft says with made-up facts; null when one of its texts cannot be read. */
  written: (
    retailerId: RetailerId,
    template: NonNullable<api.TestSend['template']>,
    locale: api.TestSend['locale'],
  ) => Promise<RenderedMessage | null>;
}

const BASE = '/api/r/:retailerId';
const params = z.object({ channel: z.enum(CHANNELS) });
const shopperParams = z.object({ profileId: z.uuid() });
const caughtParams = z.object({ id: z.uuid() });

/** Adds the routes. */
export function channelRoutes(http: Http, deps: ChannelRoutesDeps): void {
  const { access } = deps;
  const read = { onRequest: access.allow('message.read') };
  const write = { onRequest: access.allow('message.write') };
  http.get(
    `${BASE}/channels`,
    { ...read, schema: { response: { 200: api.ChannelList } } },
    async ({ retailerId }) => ({ channels: await listChannels(deps, retailerId) }),
  );
  http.get(
    `${BASE}/channels/:channel`,
    { ...read, schema: { params, response: { 200: api.ChannelView } } },
    ({ retailerId, params: { channel } }) => showChannel(deps, retailerId, channel),
  );
  http.put(
    `${BASE}/channels/:channel`,
    { ...write, schema: { params, body: api.ChangeChannel, response: { 200: api.ChannelView } } },
    ({ retailerId, actor, params: { channel: name }, body }) =>
      changeChannel(deps, retailerId, actor, { ...body, name }),
  );
  http.post(
    `${BASE}/channels/:channel/check`,
    { ...write, schema: { params, response: { 200: api.ChannelHealthView } } },
    ({ retailerId, params: { channel } }) => checkChannel(deps, retailerId, channel),
  );
  http.post(
    `${BASE}/channels/:channel/test`,
    { ...write, schema: { params, body: api.TestSend, response: { 200: api.TestSent } } },
    async ({ retailerId, params: { channel }, body: { to, locale, template } }) => {
      if (template && template.draft.channel !== channel)
        throw new Failure('bad_request', 'channel');
      const written = template ? await deps.written(retailerId, template, locale) : null;
      if (template && written === null) throw new Failure('not_ready', 'template');
      return testChannel(deps, retailerId, channel, { to, locale, written });
    },
  );
  http.post(
    `${BASE}/channels/:channel/inbound`,
    { ...write, schema: { params, response: { 200: api.InboundAddress } } },
    ({ retailerId, actor, params: { channel } }) => newInbound(deps, retailerId, actor, channel),
  );
  http.post(
    `${BASE}/channels/mail/dkim`,
    { ...write, schema: { body: api.NewDkim, response: { 200: api.ChannelView } } },
    ({ retailerId, actor, body }) => newDkim(deps, retailerId, actor, body.domain),
  );
  http.get(
    `${BASE}/channels/mail/dns`,
    { ...read, schema: { querystring: api.DnsQuery, response: { 200: api.DnsCheck } } },
    ({ retailerId, query }) => lookUpDns(deps, retailerId, query.domain ?? null),
  );
  // Whoever may write down what a shopper wants may connect their chat.
  http.get(
    `${BASE}/shoppers/:profileId/chat-link`,
    {
      onRequest: access.allow('shopper.write'),
      schema: { params: shopperParams, response: { 200: api.ChatLink } },
    },
    ({ retailerId, params: { profileId } }) => chatLink(deps, retailerId, profileId as ProfileId),
  );
  caughtRoutes(http, deps);
}

function caughtRoutes(http: Http, deps: ChannelRoutesDeps): void {
  const { access, database } = deps;
  // What was caught names those it would have gone to.
  const read = { onRequest: [access.allow('message.read'), access.allow('shopper.read')] };
  http.get(
    `${BASE}/caught`,
    { ...read, schema: { querystring: api.CaughtQuery, response: { 200: api.CaughtList } } },
    async ({ retailerId, query }) => {
      const { channel = null, search, before = null, limit } = query;
      const wish = { channel, search: search ? search : null, before, limit };
      const { rows, total } = await database.withRetailer(retailerId, async (sql) => ({
        rows: await queries.caught(sql, retailerId, wish),
        total: await queries.countCaught(sql, retailerId, wish),
      }));
      const next = rows.length === limit ? (rows.at(-1)?.id ?? null) : null;
      return { messages: rows.map(caughtRow), total, next };
    },
  );
  http.get(
    `${BASE}/caught/:id`,
    { ...read, schema: { params: caughtParams, response: { 200: api.CaughtOne } } },
    async ({ retailerId, params: { id } }): Promise<api.CaughtOne> => {
      const row = await oneCaught(deps, retailerId, id);
      const { sender: from, html, body: text, url, picture, source } = row;
      const headers = source === null ? [] : shownHeaders(source);
      return {
        ...caughtRow(row),
        from,
        headers,
        html,
        text,
        url,
        picture,
        size: source?.length ?? 0,
      };
    },
  );
  http.get(
    `${BASE}/caught/:id/source`,
    { ...read, schema: { params: caughtParams } },
    async ({ retailerId, params: { id } }, reply) => {
      const { source } = await oneCaught(deps, retailerId, id);
      if (source === null) throw new Failure('not_found');
      return reply
        .type('message/rfc822')
        .header('content-disposition', `attachment; filename="${id}.eml"`)
        .send(source);
    },
  );
  http.delete(
    `${BASE}/caught`,
    { onRequest: access.allow('message.write') },
    async ({ retailerId, actor }, reply) => {
      await database.withRetailer(retailerId, async (sql) => {
        const count = await queries.deleteCaught(sql, retailerId);
        const detail = { what: 'catcher_emptied', count };
        const target = 'channel:catcher';
        await deps.audit(sql, { retailerId, actor, action: 'channel.changed', target, detail });
      });
      return reply.code(204).send();
    },
  );
}

async function oneCaught(deps: ChannelRoutesDeps, retailerId: RetailerId, id: string) {
  const row = await deps.database.withRetailer(retailerId, (sql) =>
    queries.caughtById(sql, retailerId, id),
  );
  if (row === undefined) throw new Failure('not_found');
  return row;
}

const PREVIEW_MAX = 140;

function caughtRow(row: queries.CaughtRow): api.CaughtRow {
  const { id, channel, subject, basis, test, profileId, deliveryId } = row;
  const preview = row.body.replace(/\s+/g, ' ').trim().slice(0, PREVIEW_MAX);
  const at = row.at.getTime();
  const known = test ? null : deliveryId;
  return {
    id,
    channel,
    at,
    to: row.address,
    subject,
    preview,
    basis,
    test,
    profileId,
    deliveryId: known,
  };
}

/** The DNS of a domain; without one, that of the sender's address. */
async function lookUpDns(
  deps: ChannelRoutesDeps,
  retailerId: RetailerId,
  asked: string | null,
): Promise<api.DnsCheck> {
  const kept = await readSettings(deps.sql, deps.vault, retailerId, CHANNEL_MODULES.mail);
  const text = (key: string): string | null => {
    const value = kept.values[key];
    return typeof value === 'string' && value !== '' ? value.toLowerCase() : null;
  };
  const domainOf = (address: string | null): string | null => address?.split('@').at(-1) ?? null;
  const domain = asked ?? domainOf(text('fromAddress'));
  const now = deps.clock.now();
  if (domain === null) {
    const words = {
      de: 'Es ist noch keine Adresse des Absenders eingetragen.',
      en: 'No sender’s address has been entered yet.',
    };
    return { domain, state: 'unknown', words, findings: [], checkedAt: now };
  }
  const key = readDkim(kept.own['dkim'] ?? null);
  const dkim = key === null ? null : { domain: key.domain, ...dkimRecord(key) };
  const bounceDomain = domainOf(text('bounceAddress'));
  return checkDns(deps.dns, { domain, smtpHost: text('host'), dkim, bounceDomain }, now);
}
