/** Sign-ups, forms, unsubscribing and preferences put together. Wiring, like house.ts. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RetailerId, Source } from '@augenblick/contract';
import { type Access, SYSTEM, type WriteAudit } from './access/index.ts';
import { absolute, ensureBookTemplate, loadBrand, shopAddress } from './content/index.ts';
import { linkToken } from './delivery/index.ts';
import type { Ground } from './house.ts';
import type { Ingest } from './ingest/index.ts';
import {
  type AskedSignups,
  formRoutes,
  lookOf,
  mailSender,
  type OptinDeps,
  optinRoutes,
  readerRoutes,
  retailerOf,
} from './optin/index.ts';
import { type Http, installationRoot, type TransactionSql } from './runtime/index.ts';
import type { Sources } from './source/index.ts';
import type { Speaking } from './speaking.ts';

/** What of the house it stands on. */
export interface ConsentingDeps {
  ground: Ground;
  access: Access;
  sources: Sources;
  ingest: Ingest;
  speaking: Speaking;
}

/** Everything that sign-ups and pages for shoppers need. */
export function createConsenting(deps: ConsentingDeps): OptinDeps {
  const { ground, access, sources, ingest, speaking } = deps;
  const { database, clock, ids, address } = ground;
  const { deliveries, suppressionList: list } = speaking;
  const { audit, limits } = access;
  const sql = database.owner;
  return {
    database,
    clock,
    ids,
    audit,
    limits,
    list,
    submit: ingest.submit,
    sourceOf: async (retailerId, which): Promise<Source> => {
      const simulated = (await retailerOf(sql, retailerId))?.demo ?? false;
      return which === 'forms'
        ? sources.ensure({ retailerId, kind: 'web', name: 'Anmeldeformulare', simulated })
        : sources.ensure({ retailerId, kind: 'server', name: 'Einwilligungen', simulated });
    },
    lookOf: async (retailerId) => {
      const { brand } = await loadBrand(sql, retailerId);
      const places = { origin: address(), shopUrl: brand.shopUrl };
      return lookOf(
        brand,
        { name: brand.name, colour: brand.colours.accent },
        { shop: shopAddress(places), page: (text) => absolute(text, places) },
      );
    },
    confirmationTemplate: (transaction, id) =>
      serviceMail(ground, audit, transaction, id, 'optin-confirm'),
    matterTemplate: (transaction, id) =>
      serviceMail(ground, audit, transaction, id, 'matter-confirm'),
    address,
    ring: () => deliveries.ring(),
    sentMail: async (retailerId, deliveryId) => {
      const mail = await deliveries.sentMail(retailerId, deliveryId);
      if (mail === null) return null;
      const sender = await mailSender(sql, retailerId);
      const domain = sender?.split('@').at(-1) || new URL(address()).hostname;
      return { messageId: `<${deliveryId}@${domain}>`, content: mail.content };
    },
    readLink: (token) => deliveries.readLink(token),
    ownToken: async (retailerId, deliveryId) =>
      linkToken((await deliveries.base()).secret, retailerId, deliveryId, 'own'),
    leftBy: (retailerId: RetailerId, deliveryId, at) =>
      deliveries.note(retailerId, deliveryId, 'unsubscribed', at),
  };
}

/** The published service template of an entry of the book, made when there is none; null when something is missing for it. */
async function serviceMail(
  { clock, ids, address }: Ground,
  audit: WriteAudit,
  sql: TransactionSql,
  retailerId: RetailerId,
  key: string,
): Promise<{ id: string; version: number } | null> {
  const locale = (await retailerOf(sql, retailerId))?.locale ?? 'de';
  const asked = { retailerId, key, by: SYSTEM, channel: 'mail', locale } as const;
  const made = await ensureBookTemplate({ clock, ids, audit, origin: address }, sql, asked);
  return made.version > 0 ? made : null;
}

/** What the routes stand on. */
export interface ConsentingParts {
  access: Access;
  speaking: Speaking;
  consenting: OptinDeps;
  askedSignups: AskedSignups;
}

/** Routes of the console's page Consent and of everything that shoppers open. */
export function consentingRoutes(
  http: Http,
  { access, speaking, consenting, askedSignups: asked }: ConsentingParts,
): void {
  optinRoutes(http, { ...consenting, access });
  readerRoutes(http, consenting);
  const script = path.join(installationRoot(), 'sdk', 'dist', 'form.js');
  formRoutes(http, {
    ...consenting,
    asked,
    originOf: access.originOf,
    script: existsSync(script) ? readFileSync(script, 'utf8') : undefined,
    secret: async () => (await speaking.deliveries.base()).secret,
  });
}
