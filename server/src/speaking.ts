/** Everything that speaks to shoppers outside of pages: channels, templates, messages. Wiring, like house.ts. */
import type { RetailerId, Source } from '@augenblick/contract';
import type { Catalogue } from './catalogue/index.ts';
import { createSuppressionList, type SuppressionList } from './consent/index.ts';
import { contentRoutes, createWriter, type Writer } from './content/index.ts';
import {
  type ChannelPublicDeps,
  channelPublicRoutes,
  channelRoutes,
  type ChannelsDeps,
  type ChannelShelf,
  createChannels,
  createDeliveries,
  type Deliveries,
  deliveryPublicRoutes,
  deliveryRoutes,
  systemDns,
} from './delivery/index.ts';
import type { Ground, House } from './house.ts';
import type { Ingest } from './ingest/index.ts';
import { type Http, openVault, type Vault } from './runtime/index.ts';
import type { Sources } from './source/index.ts';

/** The parts of one process that speak. */
export interface Speaking {
  vault: Vault;
  channels: ChannelShelf;
  suppressionList: SuppressionList;
  writer: Writer;
  deliveries: Deliveries;
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
    channels,
    writer,
    suppression: suppressionList,
    submit: ingest.submit,
    sourceOf: messageSource,
    publicUrl: origin,
  });
  return { vault, channels, suppressionList, writer, deliveries, messageSource };
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
  const { access, sources, ingest, speaking, reading, catalogue } = house;
  const { deliveries, writer, channels: shelf, vault, messageSource } = speaking;
  contentRoutes(http, {
    access,
    database,
    clock,
    ids,
    audit: access.audit,
    sql: database.owner,
    origin: ground.address,
    stateOf: async (retailerId, id) => (await reading.byId(retailerId, id))?.state ?? null,
    productsByIds: catalogue.byIds,
  });
  deliveryRoutes(http, { access, database, clock, writer });
  deliveryPublicRoutes(http, { deliveries, database, writer, clock, log });
  const managed = channelsDeps(ground, vault);
  const { audit } = access;
  channelRoutes(http, { ...managed, access, database, audit, shelf, dns: systemDns() });
  const inbound: ChannelPublicDeps = {
    ...managed,
    receipts: deliveries.receive,
    submit: ingest.submit,
    source: messageSource,
    byWriteKey: sources.byWriteKey,
  };
  await channelPublicRoutes(http, inbound);
}
