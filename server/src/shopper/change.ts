import {
  type ConsentPurpose,
  CONSENT_CHANNELS,
  CONSENT_PURPOSES,
  IDENTITY_KINDS,
  type ProfileState,
} from '@augenblick/contract';
import type { StateChange } from '@augenblick/contract/api/event.ts';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import { both, consentWords, timeText } from '../consent/index.ts';
import { IDENTITY_WORDS, moneyText, plain, valueText } from './words.ts';

type Part = keyof ProfileState;
type Describe<K extends Part> = (before: ProfileState[K], after: ProfileState[K]) => StateChange[];

const AFFINITY_KINDS = {
  category: { de: 'Kategorie', en: 'category' },
  brand: { de: 'Marke', en: 'brand' },
  size: { de: 'Größe', en: 'size' },
} as const satisfies Record<keyof ProfileState['affinities'], Words>;

/**
 * What one or more events changed in a profile, in words, in the order a person would ask. Pure. Every part of the
 * state has a describer – the compiler sees to it – so a change cannot go unmentioned when the state grows.
 */
export function stateChanges(before: ProfileState, after: ProfileState): StateChange[] {
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- K ties part and describer
  const describe = <K extends Part>(part: K): StateChange[] =>
    same(before[part], after[part]) ? [] : DESCRIBERS[part](before[part], after[part]);
  return PARTS.flatMap((part) => describe(part));
}

const DESCRIBERS: { readonly [K in Part]: Describe<K> } = {
  traits: entries('traits', (key, was, is) =>
    arrow(plain(key), valueText(was?.value), valueText(is?.value)),
  ),
  claims: entries('claims', (key, was, is) =>
    arrow(
      both((language) => {
        const kind = IDENTITY_KINDS.find((known) => known === key);
        const name = kind === undefined ? key : IDENTITY_WORDS[kind][language];
        return language === 'de' ? `${name} (nicht bestätigt)` : `${name} (not proven)`;
      }),
      was,
      is,
    ),
  ),
  consents: entries('consents', (key, was, is) => {
    const [purpose, channel] = key.split(':');
    const known = CONSENT_PURPOSES.find((one): one is ConsentPurpose => one === purpose);
    const through = CONSENT_CHANNELS.find((one) => one === channel);
    const state = is?.state ?? was?.state;
    if (known === undefined || through === undefined || state === undefined) return plain(key);
    return consentWords(known, through, state);
  }),
  money: entries('money', (currency, was, is) =>
    both((language) => {
      const [orders, revenue] =
        language === 'de' ? ['Bestellungen', 'Umsatz'] : ['Orders', 'revenue'];
      const text = (amount: number | undefined) => moneyText(amount ?? 0, currency, language);
      const refunded = (is?.refundedMinor ?? 0) - (was?.refundedMinor ?? 0);
      const back = language === 'de' ? 'zurückgegeben' : 'given back';
      return [
        `${orders}: ${was?.orders ?? 0} → ${is?.orders ?? 0}`,
        `${revenue}: ${text(was?.revenueMinor)} → ${text(is?.revenueMinor)}`,
        ...(refunded === 0 ? [] : [`${back}: ${text(is?.refundedMinor)}`]),
      ].join(', ');
    }),
  ),
  firstOrderAt: instant('firstOrderAt', { de: 'Erste Bestellung', en: 'First order' }),
  lastOrderAt: instant('lastOrderAt', { de: 'Letzte Bestellung', en: 'Last order' }),
  cart: list(
    'cart',
    'productId',
    { de: 'Warenkorb', en: 'Cart' },
    (line) => `${line.quantity} × ${line.name}`,
  ),
  cartAt: instant('cartAt', { de: 'Warenkorb zuletzt geändert', en: 'Cart last changed' }),
  cartId: value('cartId', { de: 'Nummer des Warenkorbs', en: 'Cart id' }),
  wishlist: list('wishlist', 'productId', { de: 'Merkzettel', en: 'Wish list' }, (one) => one.name),
  viewed: list('viewed', 'productId', { de: 'Zuletzt angesehen', en: 'Recently viewed' }, (one) =>
    one.count > 1 ? `${one.name} (${one.count}×)` : one.name,
  ),
  searches: list('searches', 'query', { de: 'Suchen', en: 'Searches' }, (one) => `“${one.query}”`),
  affinities: (before, after) =>
    (Object.keys(AFFINITY_KINDS) as (keyof typeof AFFINITY_KINDS)[]).flatMap((kind) =>
      entries<number>(`affinities.${kind}`, (name, was, is) => interest(kind, name, was, is))(
        before[kind],
        after[kind],
      ),
    ),
  groups: (before, after) => [
    change(
      'groups',
      before,
      after,
      arrow({ de: 'Gruppen', en: 'Groups' }, before.join(', '), after.join(', ')),
    ),
  ],
  lastPage: (before, after) => [
    change(
      'lastPage',
      before,
      after,
      arrow({ de: 'Letzte Seite', en: 'Last page' }, before?.url, after?.url),
    ),
  ],
  lastStore: (before, after) => [
    change(
      'lastStore',
      before,
      after,
      arrow({ de: 'Letzte Filiale', en: 'Last store' }, before?.storeId, after?.storeId),
    ),
  ],
  counts: entries('counts', (name, was, is) => arrow(plain(name), was?.[0] ?? 0, is?.[0] ?? 0)),
  channels: entries('channels', (name, was, is) =>
    arrow({ de: `Kanal ${name}`, en: `Channel ${name}` }, was?.[0] ?? 0, is?.[0] ?? 0),
  ),
  hours: (before, after) => [
    change(
      'hours',
      before,
      after,
      both((language) => {
        const hours = after.flatMap((count, hour) =>
          count === (before[hour] ?? 0) ? [] : [`${hour}–${hour + 1}`],
        );
        return `${language === 'de' ? 'Gewohnheit: aktiv um (UTC)' : 'Habit: active at (UTC)'} ${hours.join(', ')}`;
      }),
    ),
  ],
  events: value('events', { de: 'Ereignisse', en: 'Events' }),
  firstAt: instant('firstAt', { de: 'Bekannt seit', en: 'Known since' }),
  lastAt: instant('lastAt', { de: 'Zuletzt gesehen', en: 'Last seen' }),
  identified: flag('identified', { de: 'Namentlich bekannt', en: 'Known by name or id' }),
  simulated: flag('simulated', { de: 'Nur Simulation', en: 'Simulation only' }),
  v: value('v', { de: 'Fassung der Berechnung', en: 'Version of the fold' }),
};
/** The order of the describers is the order in which changes are told. */
const PARTS = Object.keys(DESCRIBERS) as Part[];

function interest(
  kind: keyof typeof AFFINITY_KINDS,
  name: string,
  was?: number,
  is?: number,
): Words {
  const [de, en] =
    is === undefined
      ? ['verblasst', 'faded']
      : was === undefined
        ? ['neu', 'new']
        : is > was
          ? ['gestiegen', 'risen']
          : ['gesunken', 'fallen'];
  return {
    de: `Interesse an ${AFFINITY_KINDS[kind].de} „${name}“: ${de}`,
    en: `Interest in ${AFFINITY_KINDS[kind].en} “${name}”: ${en}`,
  };
}

function entries<T>(part: string, words: (key: string, was?: T, is?: T) => Words) {
  return (before: Record<string, T>, after: Record<string, T>): StateChange[] => {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => {
      const was = Object.hasOwn(before, key) ? before[key] : undefined;
      const is = Object.hasOwn(after, key) ? after[key] : undefined;
      return same(was, is) ? [] : [change(`${part}.${key}`, was, is, words(key, was, is))];
    });
  };
}

/** A list as a whole: what came, what changed, what went. */
function list<T extends Record<K, string>, K extends string>(
  part: string,
  key: K,
  title: Words,
  text: (entry: T) => string,
) {
  return (before: T[], after: T[]): StateChange[] => {
    const was = new Map(before.map((entry) => [entry[key], entry]));
    const is = new Map(after.map((entry) => [entry[key], entry]));
    const came = after.filter((entry) => !same(was.get(entry[key]), entry));
    const went = before.filter((entry) => !is.has(entry[key]));
    const words = both((language) => {
      const gone = language === 'de' ? 'weg' : 'gone';
      const parts = [...came.map(text), ...went.map((entry) => `${gone}: ${text(entry)}`)];
      const order = language === 'de' ? 'neue Reihenfolge' : 'new order';
      return `${title[language]}: ${parts.length > 0 ? parts.join(', ') : order}`;
    });
    return [change(part, before, after, words)];
  };
}

function instant(part: Part, title: Words) {
  return (before: number | null, after: number | null): StateChange[] => {
    const words = both((language) => {
      const text = after === null ? '–' : timeText(after, language);
      return `${title[language]}: ${text}`;
    });
    return [change(part, before, after, words)];
  };
}

function flag(part: Part, title: Words) {
  return (before: boolean, after: boolean): StateChange[] => {
    const text = { de: after ? 'ja' : 'nein', en: after ? 'yes' : 'no' };
    const words = both((language) => `${title[language]}: ${text[language]}`);
    return [change(part, before, after, words)];
  };
}

function value(part: Part, title: Words) {
  return (before: string | number | null, after: string | number | null): StateChange[] => [
    change(part, before, after, arrow(title, before, after)),
  ];
}

function arrow(title: Words, was?: string | number | null, is?: string | number | null): Words {
  const text = (side?: string | number | null) =>
    side === undefined || side === null || side === '' ? '–' : side;
  return both((language) => `${title[language]}: ${text(was)} → ${text(is)}`);
}

function change(path: string, before: unknown, after: unknown, words: Words): StateChange {
  return { path, before: before ?? null, after: after ?? null, words };
}

/** The state is JSON, and equal states are equal byte for byte: that is how rebuilding compares them too. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
