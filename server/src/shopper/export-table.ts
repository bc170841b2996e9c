import { currencyExponent, type ProfileState, type WatchFact } from '@augenblick/contract';
import type { ConsentFactView, ConsentList } from '@augenblick/contract/api/consent.ts';
import type { AsyncZippable } from 'fflate';
import type { Language } from '../consent/index.ts';
import { type Cell, csv } from './csv.ts';
import type { DeadLetterRow } from './dead-letter-queries.ts';
import type * as queries from './queries.ts';

/** Everything that is kept about one shopper. */
export interface Everything {
  id: string;
  state: ProfileState;
  identities: readonly queries.IdentityRow[];
  signups: readonly queries.SignupRow[];
  changes: readonly queries.ChangeRow[];
  events: readonly queries.EventRow[];
  orders: readonly queries.OrderRow[];
  lines: readonly queries.LineRow[];
  consents: ConsentList;
  /** Moments and signals. */
  facts: readonly WatchFact[];
  /** Codes given to the shopper, and what was redeemed. */
  offers: { codes: readonly object[]; redemptions: readonly object[] };
  notStored: readonly DeadLetterRow[];
  sources: ReadonlyMap<number, queries.SourceRow>;
}

/** A column: its head, and what stands in it. */
type Column<T> = readonly [head: string, cell: (row: T) => Cell];

const instant = (at: Date): string => at.toISOString();
const json = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));

const EVENT_COLUMNS: readonly Column<queries.EventRow & { source: string }>[] = [
  ['id', (row) => row.id],
  ['at', (row) => instant(row.at)],
  ['received_at', (row) => instant(row.received_at)],
  ['source', (row) => row.source],
  ['type', (row) => row.kind],
  ['name', (row) => row.name],
  ['message_id', (row) => row.body.messageId],
  ['properties', (row) => json(row.body.properties)],
  ['traits', (row) => json(row.body.traits)],
  ['context', (row) => json(row.body.context)],
];

const CONSENT_COLUMNS: readonly Column<ConsentFactView>[] = [
  ['purpose', (fact) => fact.purpose],
  ['channel', (fact) => fact.channel],
  ['state', (fact) => fact.state],
  ['at', (fact) => instant(new Date(fact.at))],
  ['wording', (fact) => fact.wording],
  ['wording_version', (fact) => fact.wordingVersion],
  ['method', (fact) => fact.method],
  ['place', (fact) => fact.place],
  ['staff', (fact) => fact.staff],
  ['ip', (fact) => fact.ip],
  ['user_agent', (fact) => fact.userAgent],
  ['source', (fact) => fact.source?.name],
  ['event', (fact) => fact.eventId],
];

const IDENTITY_COLUMNS: readonly Column<queries.IdentityRow>[] = [
  ['kind', (row) => row.kind],
  ['value', (row) => row.value],
  ['shared', (row) => row.shared],
  ['first_seen', (row) => instant(row.first_at)],
  ['first_event', (row) => row.event_id],
];

/** The tables of an export as CSV files. Amounts are decimal numbers in the language's spelling. */
export function exportTables(all: Everything, language: Language): AsyncZippable {
  const file = <T>(columns: readonly Column<T>[], rows: readonly T[]): Uint8Array => {
    const cells = rows.map((row) => columns.map(([, cell]) => cell(row)));
    const head = columns.map(([name]) => name);
    return new TextEncoder().encode(csv(head, cells, language));
  };
  const source = (id: number): string => all.sources.get(id)?.name ?? String(id);
  const events = all.events.map((row) => ({ ...row, source: source(row.source_id) }));
  const currencies = new Map(all.orders.map((row) => [row.order_id, row.currency]));
  const lines = all.lines.map((row) => ({
    ...row,
    currency: currencies.get(row.order_id) ?? 'EUR',
  }));
  return {
    'events.csv': file(EVENT_COLUMNS, events),
    'orders.csv': file(orderColumns(language), all.orders),
    'order_lines.csv': file(lineColumns(language), lines),
    'consents.csv': file(CONSENT_COLUMNS, all.consents.facts),
    'identities.csv': file(IDENTITY_COLUMNS, all.identities),
  };
}

function orderColumns(language: Language): readonly Column<queries.OrderRow>[] {
  const amount = (pick: (row: queries.OrderRow) => number) => (row: queries.OrderRow) =>
    decimal(pick(row), row.currency, language);
  return [
    ['order_id', (row) => row.order_id],
    ['kind', (row) => row.kind],
    ['status', (row) => row.status],
    ['at', (row) => instant(row.at)],
    ['currency', (row) => row.currency],
    ['total', amount((row) => row.total_minor)],
    ['shipping', amount((row) => row.shipping_minor)],
    ['tax', amount((row) => row.tax_minor)],
    ['discount', amount((row) => row.discount_minor)],
    ['refunded', amount((row) => row.refunded_minor)],
    ['coupon', (row) => row.coupon],
    ['channel', (row) => row.channel],
    ['store', (row) => row.store_id],
  ];
}

function lineColumns(
  language: Language,
): readonly Column<queries.LineRow & { currency: string }>[] {
  return [
    ['order_id', (row) => row.order_id],
    ['line', (row) => row.line_no],
    ['product_id', (row) => row.product_id],
    ['name', (row) => row.name],
    ['category', (row) => row.category],
    ['brand', (row) => row.brand],
    ['variant', (row) => row.variant],
    ['quantity', (row) => spelled(String(Number(row.quantity)), language)],
    ['unit_price', (row) => decimal(row.unit_price_minor, row.currency, language)],
    ['currency', (row) => row.currency],
  ];
}

/** Minor units as a decimal number: 1990 EUR is 19,90 in German. */
function decimal(minor: number, currency: string, language: Language): string {
  const places = currencyExponent(currency);
  return spelled((minor / 10 ** places).toFixed(places), language);
}

function spelled(number: string, language: Language): string {
  return language === 'de' ? number.replace('.', ',') : number;
}
