/** Setting channels up: what the console changes, looks at and tries. */
import {
  type ChannelName,
  DELIVERY_WORDS as REASON_WORDS,
  Failure,
  IDENTITY_KINDS,
  NO_PROFILE,
  type ProfileId,
  type RenderedMessage,
  type RetailerId,
} from '@augenblick/contract';
import type {
  ChangeChannel,
  ChannelHealthView,
  ChannelView,
  ChatLink,
  InboundAddress,
  TestSend,
  TestSent,
} from '@augenblick/contract/api/channel.ts';
import type { Actor, WriteAudit } from '../../access/index.ts';
import { changesOf, hashSecret } from '../../access/index.ts';
import type { Database } from '../../runtime/index.ts';
import type { Outgoing, SendResult, Transport } from '../channel.ts';
import { openCatcher } from './catcher.ts';
import { readValues } from './field.ts';
import {
  type KeptSettings,
  openRow,
  readSettings,
  wholeSettings,
  writeSettings,
} from './kept-settings.ts';
import { makeDkimKey } from './mail/index.ts';
import type { ChannelModule } from './module.ts';
import { channelDeps, type ChannelsDeps, type ChannelShelf } from './open.ts';
import * as queries from './queries.ts';
import { CHANNEL_MODULES } from './registry.ts';
import { sampleContent } from './sample.ts';
import { startLink, telegram } from './telegram/index.ts';
import { missingOf, viewOf } from './view.ts';
import { inBrackets } from './said.ts';

/** What managing needs. */
export interface ManageDeps extends ChannelsDeps {
  database: Database;
  audit: WriteAudit;
  shelf: ChannelShelf;
}

/** All channels of a retailer in the order of the contract. */
export async function listChannels(
  deps: ManageDeps,
  retailerId: RetailerId,
): Promise<ChannelView[]> {
  const rows = await deps.database.withRetailer(retailerId, (sql) =>
    queries.settings(sql, retailerId, null),
  );
  return Object.values(CHANNEL_MODULES).map((module) => {
    const row = rows.find(({ channel }) => channel === module.channel.name);
    return viewOf(module, openLeniently(deps, retailerId, module, row), deps.publicUrl());
  });
}

/** One channel. */
export async function showChannel(
  deps: ManageDeps,
  retailerId: RetailerId,
  name: ChannelName,
): Promise<ChannelView> {
  const [row] = await deps.database.withRetailer(retailerId, (sql) =>
    queries.settings(sql, retailerId, name),
  );
  const module = CHANNEL_MODULES[name];
  return viewOf(module, openLeniently(deps, retailerId, module, row), deps.publicUrl());
}

/** Where the key was lost, everything but the secrets is shown, and what happened. */
function openLeniently(
  deps: ManageDeps,
  retailerId: RetailerId,
  module: ChannelModule,
  row: queries.SettingRow | undefined,
): KeptSettings {
  try {
    return openRow(deps.vault, retailerId, module, row);
  } catch {
    const health: ChannelHealthView = {
      state: 'failing',
      words: {
        de: 'Der Schlüssel, unter dem Passwörter abgelegt sind, ist ein anderer als früher. Bitte die geheimen Felder neu eingeben.',
        en: 'The key under which passwords are kept is not the former one. Please enter the secret fields anew.',
      },
      at: deps.clock.now(),
    };
    const without = row === undefined ? undefined : { ...row, secrets: {}, own: null, health };
    return openRow(deps.vault, retailerId, module, without);
  }
}

/** Saves mode and values. Throws `conflict`, `bad_request` with the field, `channel_incomplete`. */
export async function changeChannel(
  deps: ManageDeps,
  retailerId: RetailerId,
  actor: Actor,
  change: ChangeChannel & { name: ChannelName },
): Promise<ChannelView> {
  const module = CHANNEL_MODULES[change.name];
  if (!module.modes.includes(change.mode)) throw new Failure('bad_request', 'mode');
  const read = readValues(module.channel.settings, change.values);
  const own = await freshOwn(deps, retailerId, module);
  await deps.database.withRetailer(retailerId, async (sql) => {
    const row = await queries.lockSetting(sql, retailerId, change.name);
    const kept = openLeniently(deps, retailerId, module, row);
    if (kept.updatedAt !== change.updatedAt) throw new Failure('conflict');
    const next = merge(module, kept, read);
    const lost = Object.keys(kept.secrets).find((key) => next.secrets[key] === undefined);
    if (change.mode === 'live' && lost !== undefined && movesAway(kept, next))
      throw new Failure('channel_incomplete', lost);
    if (change.mode === 'live' && missingOf(module, next).length > 0)
      throw new Failure('channel_incomplete', missingOf(module, next)[0]?.key);
    const whole = { ...next, own: { ...own, ...kept.own } };
    module.channel.parse(wholeSettings(whole));
    const now = deps.clock.now();
    await writeSettings(sql, deps.vault, retailerId, change.name, {
      ...whole,
      mode: change.mode,
      now,
    });
    await deps.audit(sql, {
      retailerId,
      actor,
      action: 'channel.changed',
      target: `channel:${change.name}`,
      detail: { ...changesOf(kept, { mode: change.mode }), fields: Object.keys(read) },
    });
  });
  deps.shelf.forget(retailerId, change.name);
  return showChannel(deps, retailerId, change.name);
}

/** Keys that are made once, before the row is locked: making them takes a moment. */
async function freshOwn(deps: ManageDeps, retailerId: RetailerId, module: ChannelModule) {
  if (module.makeOwn === undefined) return {};
  const kept = await readSettings(deps.sql, deps.vault, retailerId, module).catch(() => null);
  return module.makeOwn(kept?.own ?? {}, deps);
}

function merge(
  module: ChannelModule,
  kept: KeptSettings,
  read: Readonly<Record<string, string | number | boolean | null>>,
): Pick<KeptSettings, 'values' | 'secrets'> {
  const values = { ...kept.values };
  const secrets: Record<string, string> = { ...kept.secrets };
  const fields = module.channel.settings.filter(({ key }) => Object.hasOwn(read, key));
  for (const { key, kind } of fields) if (kind !== 'secret') values[key] = read[key] ?? null;
  // Whoever may change the server must not thereby learn the password of the former one.
  if (movesAway(kept, { values })) for (const key of Object.keys(secrets)) delete secrets[key];
  for (const { key, kind } of fields) {
    if (kind !== 'secret') continue;
    const value = read[key] ?? null;
    if (value === null) delete secrets[key];
    else secrets[key] = String(value);
  }
  return { values, secrets };
}

/** True when secrets that are kept would be shown to another server than the one they were entered for. */
function movesAway(
  before: Pick<KeptSettings, 'values'>,
  after: Pick<KeptSettings, 'values'>,
): boolean {
  return (before.values['host'] ?? null) !== (after.values['host'] ?? null);
}

/** Makes a new DKIM key for a domain; the former one goes. */
export async function newDkim(
  deps: ManageDeps,
  retailerId: RetailerId,
  actor: Actor,
  domain: string,
): Promise<ChannelView> {
  const module = CHANNEL_MODULES.mail;
  // The month tells keys apart that follow each other; receivers look up the selector the mail names.
  const month = new Date(deps.clock.now()).toISOString().slice(0, 7).replace('-', '');
  const key = await makeDkimKey(
    domain,
    `aug${month}${deps.ids.token(2).toLowerCase().replace(/\W|_/g, '')}`,
  );
  const own = await freshOwn(deps, retailerId, module);
  await deps.database.withRetailer(retailerId, async (sql) => {
    const row = await queries.lockSetting(sql, retailerId, 'mail');
    const kept = openLeniently(deps, retailerId, module, row);
    const next = {
      ...kept,
      own: { ...own, ...kept.own, dkim: JSON.stringify(key) },
      now: deps.clock.now(),
    };
    await writeSettings(sql, deps.vault, retailerId, 'mail', next);
    const detail = { what: 'dkim', domain };
    await deps.audit(sql, {
      retailerId,
      actor,
      action: 'channel.changed',
      target: 'channel:mail',
      detail,
    });
  });
  deps.shelf.forget(retailerId, 'mail');
  return showChannel(deps, retailerId, 'mail');
}

/**
 * The link with which a shopper connects their Telegram chat, made for their strongest identifier that fits. It is handed
 * over at the counter or from the customer account, never by a link that can be forwarded: whoever opens it, connects.
 */
export async function chatLink(
  { database, vault }: ManageDeps,
  retailerId: RetailerId,
  profileId: ProfileId,
): Promise<ChatLink> {
  return database.withRetailer(retailerId, async (sql) => {
    const kept = await readSettings(sql, vault, retailerId, CHANNEL_MODULES.telegram);
    const known = await queries.identitiesOf(sql, retailerId, profileId);
    if (known.length === 0) throw new Failure('not_found');
    if (kept.mode === 'off') return { url: null };
    const settings = telegram.channel.parse(wholeSettings(kept));
    const strongest = known.toSorted(
      (a, b) => IDENTITY_KINDS.indexOf(a.kind) - IDENTITY_KINDS.indexOf(b.kind),
    );
    for (const identity of strongest) {
      const url = startLink(settings, identity);
      if (url !== null) return { url };
    }
    return { url: null };
  });
}

/** Makes the secret address for hand-ins; the former one ends. */
export async function newInbound(
  deps: ManageDeps,
  retailerId: RetailerId,
  actor: Actor,
  name: ChannelName,
): Promise<InboundAddress> {
  const { inbound } = CHANNEL_MODULES[name];
  if (inbound === undefined) throw new Failure('not_found');
  const token = deps.ids.token();
  const module = CHANNEL_MODULES[name];
  const own = await freshOwn(deps, retailerId, module);
  await deps.database.withRetailer(retailerId, async (sql) => {
    const row = await queries.lockSetting(sql, retailerId, name);
    const kept = openLeniently(deps, retailerId, module, row);
    const url = `${deps.publicUrl()}/v1/inbound/${token}`;
    // The address is told to providers with each message, so it is kept – sealed like every other key.
    const next = { ...kept, own: { ...own, ...kept.own, inboundUrl: url }, now: deps.clock.now() };
    await writeSettings(sql, deps.vault, retailerId, name, next);
    await queries.setInbound(sql, retailerId, name, hashSecret(token));
    const detail = { what: 'inbound' };
    await deps.audit(sql, {
      retailerId,
      actor,
      action: 'channel.changed',
      target: `channel:${name}`,
      detail,
    });
  });
  deps.shelf.forget(retailerId, name);
  return { url: `${deps.publicUrl()}/v1/inbound/${token}`, words: inbound };
}

/** Looks whether the channel works, and notes what it found. */
export async function checkChannel(
  deps: ManageDeps,
  retailerId: RetailerId,
  name: ChannelName,
): Promise<ChannelHealthView> {
  const found = await withTransport(deps, retailerId, name, (transport) => transport.check());
  const words = { de: 'Der Kanal ist ausgeschaltet.', en: 'The channel is off.' };
  const health: ChannelHealthView = {
    ...(found ?? { state: 'warning', words }),
    at: deps.clock.now(),
  };
  await deps.database.withRetailer(retailerId, (sql) =>
    queries.writeHealth(sql, retailerId, name, health),
  );
  return health;
}

/** Opens a transport of its own for one piece of work; null where the channel is off. */
async function withTransport<T>(
  deps: ManageDeps,
  retailerId: RetailerId,
  name: ChannelName,
  work: (transport: Transport, kept: KeptSettings) => Promise<T>,
): Promise<T | null> {
  const module = CHANNEL_MODULES[name];
  const kept = await readSettings(deps.sql, deps.vault, retailerId, module);
  if (kept.mode === 'off') return null;
  const settings = module.channel.parse(wholeSettings(kept));
  const own = channelDeps(deps, retailerId);
  const caught = kept.mode === 'catcher';
  const transport = caught
    ? openCatcher(module, settings, own)
    : module.channel.open(settings, own);
  try {
    return await work(transport, kept);
  } finally {
    await transport.close();
  }
}

/**
 * Sends one message to an address of one's own: made-up content, or `written`. Throws `channel_incomplete` where the channel is
 * off.
 */
export async function testChannel(
  deps: ManageDeps,
  retailerId: RetailerId,
  name: ChannelName,
  { to, locale, written }: Pick<TestSend, 'to' | 'locale'> & { written: RenderedMessage | null },
): Promise<TestSent> {
  const { channel, testTo } = CHANNEL_MODULES[name];
  if (testTo.needed && to === '') throw new Failure('bad_request', 'to');
  const message: Outgoing = {
    id: deps.ids.uuid7(),
    retailerId,
    profileId: NO_PROFILE,
    address: testTo.needed
      ? to
      : (channel.addressOf({
          profileId: NO_PROFILE,
          identities: [],
          state: {} as never,
          kept: [],
        }) ?? ''),
    locale,
    basis: 'service',
    content: written ?? sampleContent(name, locale),
    links: { unsubscribe: null, preferences: null, browser: null },
    origin: { kind: 'test', id: 'test' },
    at: deps.clock.now(),
    attempt: 1,
  };
  const done = await withTransport(deps, retailerId, name, async (transport, kept) => ({
    result: await transport.send(message),
    caught: kept.mode === 'catcher',
  }));
  if (done === null) throw new Failure('channel_incomplete', 'mode');
  const caughtId = done.caught
    ? await queries.caughtByDelivery(deps.sql, retailerId, message.id)
    : undefined;
  return sentView(done.result, caughtId ?? null);
}

function sentView(result: SendResult, caughtId: string | null): TestSent {
  if (result.outcome === 'sent') {
    const words =
      caughtId === null
        ? {
            de: 'Angenommen. Bitte beim Empfänger nachsehen.',
            en: 'Accepted. Please look where it was sent.',
          }
        : {
            de: 'Gesammelt; Sie können die Nachricht jetzt lesen.',
            en: 'Collected; you can read the message now.',
          };
    const outcome = caughtId === null ? 'sent' : 'caught';
    return { outcome, words, providerId: result.providerId, caughtId };
  }
  if (result.outcome === 'unknown') {
    const de = 'Übergeben, aber ohne Antwort. Vielleicht ist sie trotzdem angekommen.';
    const en = 'Handed over, but without an answer. It may have arrived all the same.';
    return { outcome: 'unknown', words: { de, en }, providerId: null, caughtId: null };
  }
  const reason = REASON_WORDS[result.reason];
  const said = inBrackets(result.words);
  const words = {
    de: `Nicht angenommen, weil ${reason.de}${said.de}.`,
    en: `Not accepted, because ${reason.en}${said.en}.`,
  };
  return { outcome: 'refused', words, providerId: null, caughtId: null };
}
