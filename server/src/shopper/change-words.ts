import {
  type CartLine,
  IDENTITY_KINDS,
  type Json,
  type MoneyTotals,
  type ProfileState,
  type ViewedProduct,
} from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import { both, type Language } from '../consent/index.ts';
import { IDENTITY_WORDS, moneyText, plain, valueText } from './words.ts';

/** How one part of a profile changed, as somebody behind the counter would say it. Pure; the figures always stay. */

/** A fact with a name: new, changed, said once more or gone. */
export function fact(name: Words, was?: string | null, is?: string | null): Words {
  if (is === undefined || is === null || is === '') {
    return {
      de: `${name.de}: nicht mehr ${was ?? '–'}`,
      en: `${name.en}: no longer ${was ?? '–'}`,
    };
  }
  if (was === is) {
    return { de: `${name.de}: ${is}, unverändert`, en: `${name.en}: ${is}, unchanged` };
  }
  const [before, earlier] = was ? [`, vorher ${was}`, `, previously ${was}`] : ['', ''];
  return { de: `${name.de}: ${is}${before}`, en: `${name.en}: ${is}${earlier}` };
}

/** "Zum 3. Mal", with a small letter in English, where it follows what it counts. */
function times(count: number): Words {
  if (count === 1) return { de: 'Zum ersten Mal', en: 'for the first time' };
  return { de: `Zum ${count}. Mal`, en: `for the ${ordinal(count)} time` };
}

/** How often an event has happened. */
export function countWords(name: string, count: number): Words {
  const often = times(count);
  return { de: `${often.de}: „${name}“`, en: `“${name}” ${often.en}` };
}

function ordinal(count: number): string {
  const endings = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };
  return `${count}${endings[ORDINALS.select(count)]}`;
}
const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });

const CHANNELS: Readonly<Record<string, Words>> = {
  web: { de: 'im Webshop gesehen', en: 'Seen in the web shop' },
  app: { de: 'in der App gesehen', en: 'Seen in the app' },
  server: { de: 'vom Shopsystem gemeldet', en: 'Reported by the shop system' },
  till: { de: 'an der Kasse gesehen', en: 'Seen at the till' },
  kiosk: { de: 'am Terminal gesehen', en: 'Seen at the kiosk' },
  store: { de: 'im Laden gesehen', en: 'Seen in the store' },
  import: { de: 'in einem Import gefunden', en: 'Found in an import' },
  demo: { de: 'im Demo-Geschäft gesehen', en: 'Seen in the demo shop' },
  console: { de: 'vom Team eingetragen', en: 'Entered by the team' },
  email: { de: 'durch eine E-Mail erreicht', en: 'Reached by an e-mail' },
  sms: { de: 'durch eine SMS erreicht', en: 'Reached by an SMS' },
  push: { de: 'durch eine Push-Nachricht erreicht', en: 'Reached by a push message' },
  inbox: { de: 'im Kundenpass erreicht', en: 'Reached in the shopper pass' },
  whatsapp: { de: 'durch WhatsApp erreicht', en: 'Reached by WhatsApp' },
  telegram: { de: 'durch Telegram erreicht', en: 'Reached by Telegram' },
};

/** "Zum 2. Mal im Webshop gesehen"; every event there is one time. */
export function channelWords(channel: string, count: number): Words {
  const known = Object.hasOwn(CHANNELS, channel) ? CHANNELS[channel] : undefined;
  const seen = known ?? { de: `über „${channel}“ gesehen`, en: `Seen through “${channel}”` };
  const often = times(count);
  return { de: `${often.de} ${seen.de}`, en: `${seen.en} ${often.en}` };
}

const TRAITS: Readonly<Record<string, Words>> = {
  name: { de: 'Name', en: 'Name' },
  firstName: { de: 'Vorname', en: 'First name' },
  lastName: { de: 'Nachname', en: 'Last name' },
  email: { de: 'E-Mail', en: 'E-mail' },
  phone: { de: 'Telefon', en: 'Phone' },
  birthday: { de: 'Geburtstag', en: 'Birthday' },
  gender: { de: 'Geschlecht', en: 'Gender' },
  company: { de: 'Firma', en: 'Company' },
  address: { de: 'Adresse', en: 'Address' },
  street: { de: 'Straße', en: 'Street' },
  postalCode: { de: 'Postleitzahl', en: 'Postcode' },
  city: { de: 'Ort', en: 'City' },
  country: { de: 'Land', en: 'Country' },
  language: { de: 'Sprache', en: 'Language' },
  locale: { de: 'Sprache', en: 'Language' },
  createdAt: { de: 'Konto seit', en: 'Account since' },
  age: { de: 'Alter', en: 'Age' },
  title: { de: 'Titel', en: 'Title' },
  username: { de: 'Benutzername', en: 'User name' },
  card_number: { de: 'Kartennummer', en: 'Card number' },
};

/** A trait's name; a retailer's own stays as it was sent. */
export function traitName(key: string): Words {
  return (Object.hasOwn(TRAITS, key) ? TRAITS[key] : undefined) ?? plain(key);
}

/** A value for `fact`: null where there is none. */
export function valueOrNull(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  // An address is an object; its parts say enough without their names.
  if (typeof value !== 'object') return valueText(value);
  return Object.values(value)
    .flatMap((part) => valueOrNull(part) || [])
    .join(', ');
}

/** An identifier somebody states about themselves in the open. */
export function claimWords(key: string, was?: string, is?: string): Words {
  const kind = IDENTITY_KINDS.find((known) => known === key);
  const name = kind === undefined ? plain(key) : IDENTITY_WORDS[kind];
  const title = {
    de: `${name.de} angegeben, nicht bestätigt`,
    en: `${name.en} stated, not proven`,
  };
  return fact(title, was, is);
}

/** Orders and money of one currency. */
export function moneyWords(currency: string, was?: MoneyTotals, is?: MoneyTotals): Words {
  const [orders, before] = [is?.orders ?? 0, was?.orders ?? 0];
  return both((language) => {
    const de = language === 'de';
    const text = (amount = 0) => moneyText(amount, currency, language);
    const parts: string[] = [];
    if (orders !== before) {
      const noun = de
        ? orders === 1
          ? 'Bestellung'
          : 'Bestellungen'
        : orders === 1
          ? 'order'
          : 'orders';
      parts.push(`${orders} ${noun}${de ? `, vorher ${before}` : `, previously ${before}`}`);
    }
    if (is?.revenueMinor !== was?.revenueMinor) {
      const [revenue, earlier] = [text(is?.revenueMinor), text(was?.revenueMinor)];
      parts.push(
        de
          ? `Umsatz insgesamt ${revenue}, vorher ${earlier}`
          : `spent ${revenue} in all, previously ${earlier}`,
      );
    }
    if ((is?.refundedMinor ?? 0) !== (was?.refundedMinor ?? 0)) {
      const refunded = text(is?.refundedMinor);
      parts.push(de ? `davon ${refunded} erstattet` : `${refunded} of it refunded`);
    }
    if (parts.length === 0) {
      const [now, earlier] = [is?.items ?? 0, was?.items ?? 0];
      parts.push(
        de
          ? `Gekaufte Artikel: ${now}, vorher ${earlier}`
          : `Items bought: ${now}, previously ${earlier}`,
      );
    }
    return parts.join('; ');
  });
}

/** What is new in a list, what is in it still but different, and what left it. */
function turnover<T>(before: readonly T[], after: readonly T[], key: (entry: T) => string) {
  const was = new Map(before.map((entry) => [key(entry), entry]));
  const is = new Set(after.map(key));
  return {
    came: after.filter((entry) => !was.has(key(entry))),
    stayed: after.flatMap((entry) => {
      const former = was.get(key(entry));
      return former === undefined ? [] : [{ entry, former }];
    }),
    went: before.filter((entry) => !is.has(key(entry))),
  };
}

/** "new: a, b" in the language; nothing for an empty list. */
function named(title: Words, entries: readonly string[], language: Language): string[] {
  return entries.length === 0 ? [] : [`${title[language]}: ${entries.join(', ')}`];
}

const NEW = { de: 'neu', en: 'new' };
const OFF_LIST = { de: 'nicht mehr in der Liste', en: 'no longer listed' };

/** The cart as a whole. */
export function cartWords(before: readonly CartLine[], after: readonly CartLine[]): Words {
  const { came, stayed, went } = turnover(before, after, (line) => line.productId);
  const total = after.reduce((sum, { quantity }) => sum + quantity, 0);
  const line = ({ quantity, name }: CartLine) => `${quantity} × ${name}`;
  const other = stayed.filter(({ entry, former }) => entry.quantity !== former.quantity);
  return both((language) => {
    const de = language === 'de';
    const instead = de ? 'statt' : 'instead of';
    const gone = { de: 'nicht mehr darin', en: 'no longer in it' };
    const parts = [
      ...named(NEW, came.map(line), language),
      ...other.map(({ entry, former }) => `${line(entry)} ${instead} ${former.quantity}`),
      ...named(gone, went.map(line), language),
    ];
    // The same articles with another price, name or time.
    if (parts.length === 0) parts.push(de ? 'Angaben erneuert' : 'details renewed');
    const items = total === 1 ? 'item' : 'items';
    const full = de ? `${total} Artikel im Warenkorb` : `${total} ${items} in the cart`;
    const title = total > 0 ? full : de ? 'Warenkorb jetzt leer' : 'Cart now empty';
    return [title, ...parts].join('; ');
  });
}

/** The wish list as a whole. */
export function wishlistWords(
  before: ProfileState['wishlist'],
  after: ProfileState['wishlist'],
): Words {
  const { came, went } = turnover(before, after, (one) => one.productId);
  const names = (list: ProfileState['wishlist']) => list.map(({ name }) => name);
  return both((language) => {
    const de = language === 'de';
    const total = after.length;
    const items = total === 1 ? 'item' : 'items';
    const full = de ? `${total} Artikel auf dem Merkzettel` : `${total} ${items} on the wish list`;
    const title = total > 0 ? full : de ? 'Merkzettel jetzt leer' : 'Wish list now empty';
    const gone = { de: 'nicht mehr darauf', en: 'no longer on it' };
    return [
      title,
      ...named(NEW, names(came), language),
      ...named(gone, names(went), language),
    ].join('; ');
  });
}

/** The articles looked at last; the list is short, so old ones leave it. */
export function viewedWords(
  before: readonly ViewedProduct[],
  after: readonly ViewedProduct[],
): Words {
  const { came, stayed, went } = turnover(before, after, (one) => one.productId);
  const again = stayed.filter(({ entry, former }) => entry.count !== former.count);
  const seen = [...came, ...again.map(({ entry }) => entry)];
  return both((language) => {
    const title = { de: 'Angesehen', en: 'Looked at' };
    const text = ({ name, count }: ViewedProduct) => {
      if (count === 1) return name;
      return language === 'de'
        ? `${name} (zum ${count}. Mal)`
        : `${name} (for the ${ordinal(count)} time)`;
    };
    const gone = named(
      OFF_LIST,
      went.map(({ name }) => name),
      language,
    );
    return sentence([...named(title, seen.map(text), language), ...gone], language);
  });
}

/** What was searched for last; old searches leave the list. */
export function searchWords(
  before: ProfileState['searches'],
  after: ProfileState['searches'],
): Words {
  const { came, stayed, went } = turnover(before, after, (one) => one.query);
  const again = stayed.filter(({ entry, former }) => entry.at !== former.at);
  const asked = [...came, ...again.map(({ entry }) => entry)];
  return both((language) => {
    const quoted = ({ query }: { query: string }) =>
      language === 'de' ? `„${query}“` : `“${query}”`;
    const title = { de: 'Gesucht', en: 'Searched' };
    return sentence(
      [
        ...named(title, asked.map(quoted), language),
        ...named(OFF_LIST, went.map(quoted), language),
      ],
      language,
    );
  });
}

function sentence(parts: readonly string[], language: Language): string {
  if (parts.length > 0) return parts.join('; ');
  return language === 'de' ? 'Reihenfolge der Liste geändert' : 'Order of the list changed';
}

/** Groups as the retailer names them. */
export function groupWords(before: readonly string[], after: readonly string[]): Words {
  const { came, went } = turnover(before, after, (name) => name);
  return both((language) => {
    const joined = { de: 'Jetzt in der Gruppe', en: 'Now in the group' };
    const left = { de: 'Nicht mehr in der Gruppe', en: 'No longer in the group' };
    return sentence([...named(joined, came, language), ...named(left, went, language)], language);
  });
}

/** A page by its title and address. */
export function pageText(page: ProfileState['lastPage']): string | null {
  if (page === null) return null;
  return page.title === '' ? page.url : `${page.title} (${page.url})`;
}

/** Hours of the day in which something was counted; kept in UTC, and said so. */
export function hourWords(before: readonly number[], after: readonly number[]): Words {
  const hours = after.flatMap((count, hour) =>
    count === (before[hour] ?? 0) ? [] : [`${hour}–${hour + 1}`],
  );
  return {
    de: `Gewohnheit: aktiv um ${hours.join(', ')} Uhr (UTC)`,
    en: `Habit: active at ${hours.join(', ')} h (UTC)`,
  };
}

/** What interest is kept for. */
export const AFFINITY_KINDS = ['category', 'brand', 'size'] as const;

const INTERESTS: Readonly<Record<keyof ProfileState['affinities'], Words>> = {
  category: { de: 'an', en: 'in' },
  brand: { de: 'an der Marke', en: 'in the brand' },
  size: { de: 'an Größe', en: 'in size' },
};

/** "Interesse an „Lampen“ gestiegen". */
export function interest(
  kind: keyof ProfileState['affinities'],
  name: string,
  was?: number,
  is?: number,
): Words {
  const title = INTERESTS[kind];
  if (was === undefined) {
    return {
      de: `Neues Interesse ${title.de} „${name}“`,
      en: `New interest ${title.en} “${name}”`,
    };
  }
  const [de, en] =
    is === undefined
      ? ['verblasst', 'has faded']
      : is > was
        ? ['gestiegen', 'has grown']
        : ['gesunken', 'has fallen'];
  return {
    de: `Interesse ${title.de} „${name}“ ${de}`,
    en: `Interest ${title.en} “${name}” ${en}`,
  };
}
