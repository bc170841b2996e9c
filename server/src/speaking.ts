/** Everything that speaks to shoppers outside of pages: channels, templates, messages. Wiring, like house.ts. */
import type { RetailerId, Source } from '@augenblick/contract';
import type { Catalogue } from './catalogue/index.ts';
import { createSuppressionList, type SuppressionList } from './consent/index.ts';
import {
  contentRoutes,
  createWriter,
  type PreviewDeps,
  previewTemplate,
  type Writer,
} from './content/index.ts';
import {
  channelPublicRoutes,
  channelRoutes,
  type ChannelRoutesDeps,
  type ChannelsDeps,
  type ChannelShelf,
  type CatcherSweep,
  createCatcherSweep,
  createChannels,
  createDeliveries,
  type Deliveries,
  deliveryPublicRoutes,
  deliveryRoutes,
  followLink,
  type InboundDeps,
  inboxRoutes,
  linkToken,
  openMessage,
  systemDns,
} from './delivery/index.ts';
import type { Letters } from './demo/index.ts';
import { broadcastHolds } from './broadcast/index.ts';
import type { Ground, House } from './house.ts';
import type { Ingest } from './ingest/index.ts';
import { journeyHolds } from './journey/index.ts';
import { type Http, openVault, systemPause, type Vault } from './runtime/index.ts';
import type { Sources } from './source/index.ts';

/** The parts of one process that speak. */
export interface Speaking {
  vault: Vault;
  channels: ChannelShelf;
  suppressionList: SuppressionList;
  writer: Writer;
  deliveries: Deliveries;
  catcherSweep: CatcherSweep;
  /** The retailer's own trusted source of what channels and messages tell. */
  messageSource(retailerId: RetailerId): Promise<Source>;
}

/** What of the house it stands on. */
export interface SpeakingDeps {
  ground: Ground;
  sources: Sources;
  catalogue: Catalogue;
  ingest: Ingest;
}

/** Builds the parts; nothing leaves before `deliveries.start`. */
export function createSpeaking(deps: SpeakingDeps): Speaking {
  const { ground, sources, catalogue, ingest } = deps;
  const { database, random, config, clock, ids } = ground;
  const vault = openVault({ dataDir: config.dataDir, secretKey: config.secretKey }, random);
  const channels = createChannels(channelsDeps(ground, vault));
  const suppressionList = createSuppressionList({ sql: database.owner, ids });
  const origin = ground.address;
  const productsByIds = catalogue.byIds;
  const writer = createWriter({ sql: database.owner, clock, origin, productsByIds });
  const messageSource = async (retailerId: RetailerId): Promise<Source> => {
    const [row] = await database.owner<{ demo: boolean }[]>`
      select demo from retailer where id = ${retailerId}`;
    const simulated = row?.demo ?? false;
    return sources.ensure({ retailerId, kind: 'console', name: 'Nachrichten', simulated });
  };
  const deliveries = createDeliveries({
    ...ground,
    pause: ground.pause ?? systemPause,
    channels,
    writer,
    suppression: suppressionList,
    holds: { journey: journeyHolds, broadcast: broadcastHolds },
    submit: ingest.submit,
    sourceOf: messageSource,
    publicUrl: origin,
  });
  const catcherSweep = createCatcherSweep(ground);
  return { vault, channels, suppressionList, writer, deliveries, catcherSweep, messageSource };
}

function channelsDeps(ground: Ground, vault: Vault): ChannelsDeps {
  const { database, clock, ids, random, log, config, address: publicUrl } = ground;
  const { allowPrivateHosts } = config;
  const sql = database.owner;
  return { sql, clock, ids, random, log, vault, publicUrl, allowPrivateHosts };
}

/** Routes of messages and channels. */
export async function speakingRoutes(http: Http, ground: Ground, house: House): Promise<void> {
  const { database, clock, ids, log } = ground;
  const { access, sources, speaking, reading, catalogue } = house;
  const { deliveries, writer, channels: shelf, vault } = speaking;
  const showing: PreviewDeps = {
    database,
    origin: ground.address,
    stateOf: async (retailerId, id) => (await reading.byId(retailerId, id))?.state ?? null,
    productsByIds: catalogue.byIds,
    favourites: writer.favourites,
  };
  contentRoutes(http, {
    ...showing,
    access,
    database,
    clock,
    ids,
    audit: access.audit,
    sql: database.owner,
  });
  deliveryRoutes(http, { access, database, clock, writer });
  const { audit, limits } = access;
  deliveryPublicRoutes(http, { deliveries, database, writer, clock, log, limits });
  const managed = channelsDeps(ground, vault);
  const dns = systemDns();
  const written: ChannelRoutesDeps['written'] = async (retailerId, template, locale) =>
    (
      await previewTemplate(showing, retailerId, {
        ...template,
        locale,
        profileId: null,
        dark: false,
      })
    ).rendered;
  channelRoutes(http, { ...managed, access, database, audit, shelf, dns, written });
  const { byWriteKey } = sources;
  const inbound = handInsOf(ground, house);
  inboxRoutes(http, { ...inbound, access, database, byWriteKey });
  await channelPublicRoutes(http, { ...inbound, limits, byWriteKey });
}

/** What the demo's shoppers do with their mails, through what stands behind the public links. */
export function demoLetters(ground: Ground, { deliveries, writer }: Speaking): Letters {
  const { database, clock, log } = ground;
  // What the demo plays is told by nobody from outside.
  const limits = { tryTake: async () => null };
  const reading = { deliveries, database, writer, clock, log, limits };
  const label = { simulated: true };
  const token = async (retailerId: RetailerId, id: string): Promise<string> =>
    linkToken((await deliveries.base()).secret, retailerId, id, 'view');
  return {
    open: async (retailerId, id) => openMessage(reading, await token(retailerId, id), label),
    follow: async (retailerId, id, n) =>
      (await followLink(reading, await token(retailerId, id), n, label)) !== null,
  };
}

/** What takes in bounces, receipts and replies: the public door and the command line. */
export function handInsOf(ground: Ground, { ingest, speaking }: House): InboundDeps {
  const { deliveries, vault, messageSource: source } = speaking;
  const { sql, clock, log } = channelsDeps(ground, vault);
  const { submit } = ingest;
  return { sql, clock, log, vault, receipts: deliveries.receive, submit, source };
}
