import {
  type ConsentChannel,
  type ConsentSettings,
  type ExistingCustomerRule,
  type IdentityKey,
  keyOf,
  type ProfileId,
  type RetailerId,
} from '@augenblick/contract';
import { categoryPath } from '../catalogue/index.ts';
import type { Sql, TransactionSql } from '../runtime/index.ts';
import type { Sale, Suppressed } from './basis.ts';
import * as queries from './queries-settings.ts';
import { type Address, addressKindOf, type SuppressionList } from './suppression.ts';

/** A retailer that has set nothing. */
export const DEFAULT_SETTINGS: ConsentSettings = {
  topics: [],
  existingCustomers: {
    on: false,
    noticeSince: null,
    notice: {
      de: 'Wir verwenden Ihre E-Mail-Adresse, um Ihnen ähnliche Waren aus unserem Sortiment vorzustellen. Sie können dem jederzeit widersprechen, ohne dass dafür andere als die Übermittlungskosten nach den Basistarifen entstehen.',
      en: 'We use your e-mail address to tell you about similar goods of ours. You can object at any time, at no cost other than what sending the message costs at basic rates.',
    },
    sourceIds: [],
    similar: 'category',
    months: 24,
  },
};

/** What a retailer has set for consent; the defaults where nothing was set. */
export async function consentSettings(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
): Promise<ConsentSettings> {
  return (await queries.settings(sql, retailerId)) ?? DEFAULT_SETTINGS;
}

/** Sets a retailer's settings anew. */
export function putConsentSettings(
  sql: TransactionSql,
  retailerId: RetailerId,
  settings: ConsentSettings,
): Promise<void> {
  return queries.putSettings(sql, retailerId, settings);
}

/** What a message advertises, as far as it says so. */
export interface Advertised {
  /** Categories named outright; null when there are none. */
  categories: readonly string[] | null;
  /** Products it is about, with the category they were told with. The catalogue's counts before that one. */
  products: readonly { productId: string; category: string | null }[];
}

/** Somebody a message is about to go to. */
export interface Addressed {
  profileId: ProfileId;
  channel: ConsentChannel | null;
  /** The address, already in its one spelling. */
  address: string;
  /** Absent where nothing is advertised, or nothing is said of it. */
  advertised?: Advertised;
}

/** What must be read from tables to answer `speechBasis` for one of them; the rest is in the state. */
export interface SpeechFacts {
  suppressed: readonly Suppressed[];
  /** Null where the existing-customer rule is off or cannot apply. `advertised`: null when it is not known of all of it. */
  existing: {
    rule: ExistingCustomerRule;
    sale: Sale | null;
    advertised: readonly string[] | null;
  } | null;
}

const NOTHING: readonly Suppressed[] = [];

/**
 * Reads suppression and sales for many at once: two queries, up to four where the existing-customer rule is on. Answers in
 * the order asked. Read it right before sending: an objection counts from the instant it was made.
 */
export async function speechFacts(
  deps: { sql: Sql | TransactionSql; list: SuppressionList },
  retailerId: RetailerId,
  addressed: readonly Addressed[],
): Promise<SpeechFacts[]> {
  const { sql, list } = deps;
  const addressOf = ({ channel, address }: Addressed): Address | null => {
    const kind = addressKindOf(channel);
    return kind === null ? null : { kind, value: address };
  };
  const [{ existingCustomers: rule }, suppressed] = await Promise.all([
    consentSettings(sql, retailerId),
    list.read(
      sql,
      retailerId,
      addressed.flatMap((one) => addressOf(one) ?? []),
    ),
  ]);
  const mails = rule.on ? addressed.filter(({ channel }) => channel === 'email') : [];
  const sales = rule.on ? await salesOf(sql, retailerId, rule, mails) : null;
  const bought = mails.filter((one) => sales?.has(saleKey(one)) === true);
  const known =
    rule.similar === 'category' ? await catalogued(sql, retailerId, bought) : NO_CATEGORIES;
  return addressed.map((one) => {
    const address = addressOf(one);
    const mail = sales !== null && one.channel === 'email';
    return {
      suppressed: (address && suppressed.get(keyOf(address))) ?? NOTHING,
      existing: mail
        ? {
            rule,
            sale: sales.get(saleKey(one)) ?? null,
            advertised: categoriesOf(one.advertised ?? UNSAID, known),
          }
        : null,
    };
  });
}

const UNSAID: Advertised = { categories: null, products: [] };
const NO_CATEGORIES: ReadonlyMap<string, string> = new Map();

/** The narrowest part of a category: "Wohnen > Licht > Lampen" are lamps. */
function narrowest(text: string | null): string | null {
  return text === null ? null : (categoryPath(text).at(-1) ?? null);
}

/** Categories of the products that these messages are about, as the catalogue has them. */
async function catalogued(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
  addressed: readonly Addressed[],
): Promise<ReadonlyMap<string, string>> {
  const ids = addressed.flatMap(({ advertised: { categories, products } = UNSAID }) =>
    categories === null ? products.map(({ productId }) => productId) : [],
  );
  if (ids.length === 0) return NO_CATEGORIES;
  const rows = await queries.categoriesOf(sql, retailerId, [...new Set(ids)]);
  return new Map(rows.map(({ product_id: id, category }) => [id, category]));
}

/** The categories a message advertises; null when that is not known of all of it. Pure. */
function categoriesOf(
  { categories, products }: Advertised,
  known: ReadonlyMap<string, string>,
): readonly string[] | null {
  const found = new Set<string>();
  for (const named of categories ?? []) found.add(narrowest(named) ?? named);
  if (categories === null)
    for (const { productId, category } of products) {
      const one = known.get(productId) ?? narrowest(category);
      if (one === null) return null;
      found.add(one);
    }
  return found.size === 0 ? null : [...found];
}

const saleKey = ({ profileId, address }: Pick<Addressed, 'profileId' | 'address'>): IdentityKey =>
  `${profileId}:${address}`;

/** The newest sale of each at which exactly this address was taken, where the notice is shown. */
async function salesOf(
  sql: Sql | TransactionSql,
  retailerId: RetailerId,
  rule: ExistingCustomerRule,
  addressed: readonly Addressed[],
): Promise<Map<string, Sale>> {
  if (addressed.length === 0 || rule.noticeSince === null) return new Map();
  const rows = await queries.salesWith(sql, retailerId, {
    since: rule.noticeSince,
    sourceIds: rule.sourceIds,
    wanted: addressed.map(({ profileId, address }) => ({ profileId, email: address })),
  });
  return new Map(
    rows.map((row) => [
      saleKey({ profileId: row.profile_id, address: row.email }),
      {
        at: row.at.getTime(),
        categories: row.categories.flatMap((one) => narrowest(one) ?? []),
        event: row.event_id,
      },
    ]),
  );
}
