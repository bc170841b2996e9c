import type { OrderKind } from '@augenblick/contract';
import type { DocumentPrefix, ImportSettings } from '@augenblick/contract/api/import.ts';
import { type Decimal, ZERO } from './number.ts';

type DocumentRules = ImportSettings['documents'];

/** Letters that book-keeping puts in front of the number of a credit note or a correction, with what they mean. */
const KNOWN_PREFIXES: Readonly<Record<string, OrderKind>> = {
  C: 'return',
  CN: 'return',
  CR: 'return',
  GS: 'return',
  GU: 'return',
  ST: 'return',
  RET: 'return',
  RK: 'return',
  A: 'adjustment',
  ADJ: 'adjustment',
  KOR: 'adjustment',
};
const PREFIXED = /^([A-Za-z]{1,4})[-_ ]?\d/;
/** Share of plain numbers from which letters in front of a number are an exception that means something. */
const PLAIN_SHARE = 0.6;

/** What detection learned about an order: its number and whether all its quantities (or its total) are below zero. */
export interface SeenOrder {
  orderId: string;
  negative: boolean;
}

/**
 * Which letters in front of an order number make it a return or a correction. Where most numbers are bare digits, letters
 * mark exceptions: those whose orders are negative throughout are returns; of the letters the sample has not shown, C
 * (credit, cancellation) and A (adjustment) are taken by convention, since they may come late in the file.
 */
export function detectPrefixes(orders: readonly SeenOrder[]): DocumentPrefix[] {
  if (orders.length === 0) return [];
  const bare = orders.filter((order) => /^\d/.test(order.orderId)).length;
  if (bare < PLAIN_SHARE * orders.length) return negativePrefixes(orders, true);
  const found = new Map(negativePrefixes(orders, false).map((entry) => [entry.prefix, entry]));
  for (const prefix of ['C', 'A']) {
    const shown = orders.filter((order) => prefixOf(order.orderId) === prefix);
    const document = KNOWN_PREFIXES[prefix];
    // Letters that stand before ordinary sales here mean something else.
    const contradicted =
      document === 'return' && shown.some((order) => !order.negative) && !found.has(prefix);
    if (document && !contradicted) found.set(prefix, { prefix, document });
  }
  return [...found.values()];
}

/** Letters whose orders are all negative; `onlyKnown` where letters are the rule ("RE1001", "GS1002"). */
function negativePrefixes(orders: readonly SeenOrder[], onlyKnown: boolean): DocumentPrefix[] {
  const groups = new Map<string, { all: number; negative: number }>();
  for (const order of orders) {
    const prefix = prefixOf(order.orderId);
    if (prefix === undefined) continue;
    const group = groups.get(prefix) ?? { all: 0, negative: 0 };
    group.all++;
    if (order.negative) group.negative++;
    groups.set(prefix, group);
  }
  const found: DocumentPrefix[] = [];
  for (const [prefix, group] of groups) {
    const known = KNOWN_PREFIXES[prefix.toUpperCase()];
    if (group.negative < 0.95 * group.all) continue;
    if (onlyKnown && known === undefined) continue;
    found.push({ prefix, document: known ?? 'return' });
  }
  return found;
}

function prefixOf(orderId: string): string | undefined {
  return PREFIXED.exec(orderId)?.[1];
}

/** What an order's figures say about what kind of document it is. */
export interface DocumentEvidence {
  orderId: string;
  /** The value of the document column, if there is one. */
  named: string | undefined;
  total: Decimal;
  quantities: readonly Decimal[];
  hasCustomer: boolean;
}

/** Words of a document column, German and English. */
const NAMED: readonly (readonly [RegExp, OrderKind])[] = [
  [/gutschrift|storno|retoure|r(ü|ue)ck|return|refund|credit|cancel|erstattung/i, 'return'],
  [/korrektur|adjust|correction|abschreibung|inventur|bad debt|umbuchung/i, 'adjustment'],
  [/rechnung|verkauf|sale|invoice|bon|order|bestellung|auftrag|receipt/i, 'sale'],
];

/** sale, return or adjustment – by the document column, the letters of the number, then the figures. */
export function documentOf(evidence: DocumentEvidence, rules: DocumentRules): OrderKind {
  if (evidence.named !== undefined) {
    const named = NAMED.find(([words]) => words.test(evidence.named ?? ''));
    if (named) return named[1];
  }
  const prefix = prefixOf(evidence.orderId);
  const rule = rules.prefixes.find((entry) => entry.prefix === prefix);
  if (rule) return rule.document;
  const worthless = evidence.total.units === ZERO.units;
  if (worthless && !evidence.hasCustomer && rules.worthlessIsAdjustment) return 'adjustment';
  const given = evidence.quantities.filter((quantity) => quantity.units !== 0n);
  const allNegative = given.length > 0 && given.every((quantity) => quantity.units < 0n);
  const negative = allNegative || (given.length === 0 && evidence.total.units < 0n);
  return negative && rules.negativeIsReturn ? 'return' : 'sale';
}
