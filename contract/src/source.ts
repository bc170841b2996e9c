import type { RetailerId, SourceId } from './id.ts';

/** Where events come from. */
export const SOURCE_KINDS = [
  'web',
  'app',
  'server',
  'till',
  'kiosk',
  'store',
  'import',
  'demo',
  'console',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/**
 * How far a source's word is taken. A write key of a web page or app is public, so what it says about e-mail or phone
 * is a claim and never joins two shoppers; a server, till or import holds its key in secret and is believed.
 */
export type SourceTrust = 'public' | 'trusted';

/** The trust that each kind starts with; sources in the open are never trusted. */
export const SOURCE_TRUST: Readonly<Record<SourceKind, SourceTrust>> = {
  web: 'public',
  app: 'public',
  server: 'trusted',
  till: 'trusted',
  kiosk: 'trusted',
  store: 'trusted',
  import: 'trusted',
  demo: 'trusted',
  console: 'trusted',
};

/** What the write path needs to know of a source; looked up by write key, cached. */
export interface Source {
  id: SourceId;
  retailerId: RetailerId;
  kind: SourceKind;
  trust: SourceTrust;
  name: string;
  /** Used when an order or price names no currency. ISO 4217. */
  currency: string;
  /** True for labelled simulation. */
  simulated: boolean;
}
