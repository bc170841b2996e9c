/** Open channels of the retailers, remembered per process and opened again when their settings change. */
import type { ChannelName, RetailerId } from '@augenblick/contract';
import {
  type Clock,
  type Ids,
  type Log,
  type Random,
  SecretProblem,
  type Sql,
  type Vault,
} from '../../runtime/index.ts';
import type { ChannelDeps, Channels, Transport } from '../channel.ts';
import { openCatcher } from './catcher.ts';
import { readSettings, wholeSettings } from './kept-settings.ts';
import * as queries from './queries.ts';
import { CHANNEL_MODULES } from './registry.ts';

/** What channels are opened with. */
export interface ChannelsDeps {
  /** The owner's pool. */
  sql: Sql;
  clock: Clock;
  ids: Ids;
  random: Random;
  log: Log;
  vault: Vault;
  /** Such as https://shop.example, without a slash at the end; asked when a channel is opened. */
  publicUrl: () => string;
  /** Setting ALLOW_PRIVATE_HOSTS. */
  allowPrivateHosts: boolean;
  /** Absent: the platform's own. */
  fetch?: typeof fetch;
}

/** A change made by another process is noticed after this long at most. */
const FRESH_MS = 2_000;

interface Opened {
  transport: Transport | null;
  revision: number;
  underway: number;
  stale: boolean;
}

interface Shelf {
  checkedAt: number;
  checking: Promise<void> | null;
  opened: Map<ChannelName, Promise<Opened>>;
}

/** Everything by retailer. `forget` is for the console: what was just saved counts at once in this process. */
export type ChannelShelf = Channels & { forget(retailerId: RetailerId, name: ChannelName): void };

/** Creates the shelf; nothing is opened before it is asked for. */
export function createChannels(deps: ChannelsDeps): ChannelShelf {
  const shelves = new Map<RetailerId, Shelf>();
  const shelfOf = (retailerId: RetailerId): Shelf => {
    let shelf = shelves.get(retailerId);
    if (shelf === undefined) {
      shelf = { checkedAt: Number.NEGATIVE_INFINITY, checking: null, opened: new Map() };
      shelves.set(retailerId, shelf);
    }
    return shelf;
  };
  const putAway = (shelf: Shelf, name: ChannelName): void => {
    const opened = shelf.opened.get(name);
    shelf.opened.delete(name);
    void opened?.then(retire, () => undefined);
  };
  const check = async (retailerId: RetailerId, shelf: Shelf): Promise<void> => {
    const rows = await queries.revisions(deps.sql, retailerId);
    const now = new Map(rows.map(({ channel, revision }) => [channel, revision]));
    for (const [name, opened] of shelf.opened) {
      const { revision } = await opened.catch(() => ({ revision: -1 }));
      if (revision !== (now.get(name) ?? 0)) putAway(shelf, name);
    }
    shelf.checkedAt = deps.clock.now();
  };
  const fresh = async (retailerId: RetailerId, shelf: Shelf): Promise<void> => {
    if (deps.clock.now() - shelf.checkedAt < FRESH_MS) return;
    shelf.checking ??= check(retailerId, shelf).finally(() => {
      shelf.checking = null;
    });
    await shelf.checking;
  };
  return {
    definition: (name) => CHANNEL_MODULES[name].channel,
    open: async (retailerId, name) => {
      const shelf = shelfOf(retailerId);
      await fresh(retailerId, shelf);
      let opened = shelf.opened.get(name);
      if (opened === undefined) {
        opened = openOne(deps, retailerId, name);
        shelf.opened.set(name, opened);
        opened.catch(() => shelf.opened.delete(name));
      }
      return (await opened).transport;
    },
    forget: (retailerId, name) => putAway(shelfOf(retailerId), name),
    close: async () => {
      for (const shelf of shelves.values())
        for (const opened of shelf.opened.values()) {
          const { transport } = await opened.catch(() => ({ transport: null }));
          await transport?.close();
        }
      shelves.clear();
    },
  };
}

/** What one channel of one retailer is opened with. */
export function channelDeps(deps: ChannelsDeps, retailerId: RetailerId): ChannelDeps {
  const { sql, clock, ids, random, log, allowPrivateHosts } = deps;
  const publicUrl = deps.publicUrl();
  const own = { sql, clock, ids, random, log, publicUrl, allowPrivateHosts, retailerId };
  return { ...own, fetch: deps.fetch ?? fetch };
}

async function openOne(
  deps: ChannelsDeps,
  retailerId: RetailerId,
  name: ChannelName,
): Promise<Opened> {
  const module = CHANNEL_MODULES[name];
  const { channel } = module;
  let kept: Awaited<ReturnType<typeof readSettings>>;
  try {
    kept = await readSettings(deps.sql, deps.vault, retailerId, module);
  } catch (error) {
    if (!(error instanceof SecretProblem)) throw error;
    // The key was lost: the channel is down until its secrets are entered anew; the console says so.
    deps.log.error({ channel: name, retailerId }, error.message);
    return { transport: null, revision: -1, underway: 0, stale: false };
  }
  const { mode, revision } = kept;
  if (mode === 'off') return { transport: null, revision, underway: 0, stale: false };
  const settings = channel.parse(wholeSettings(kept));
  const own = channelDeps(deps, retailerId);
  const transport =
    mode === 'catcher' ? openCatcher(module, settings, own) : channel.open(settings, own);
  const opened: Opened = { transport: null, revision, underway: 0, stale: false };
  opened.transport = counted(opened, transport);
  return opened;
}

/** Counts what is under way, so that a transport is closed only after its sends are done. */
function counted(opened: Opened, transport: Transport): Transport {
  const through = async <T>(work: () => Promise<T>): Promise<T> => {
    opened.underway += 1;
    try {
      return await work();
    } finally {
      opened.underway -= 1;
      if (opened.stale && opened.underway === 0) await transport.close();
    }
  };
  const { ask } = transport;
  return {
    ...transport,
    send: (message) => through(() => transport.send(message)),
    check: () => through(() => transport.check()),
    ...(ask === undefined ? {} : { ask: (id: string) => through(() => ask.call(transport, id)) }),
  };
}

function retire(opened: Opened): void {
  opened.stale = true;
  if (opened.underway === 0) void opened.transport?.close();
}
