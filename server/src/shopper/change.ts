import {
  type ConsentPurpose,
  CONSENT_CHANNELS,
  CONSENT_PURPOSES,
  type ProfileState,
} from '@augenblick/contract';
import type { StateChange } from '@augenblick/contract/api/event.ts';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import { both, consentWords, timeText } from '../consent/index.ts';
import {
  AFFINITY_KINDS,
  cartWords,
  channelWords,
  claimWords,
  countWords,
  fact,
  groupWords,
  hourWords,
  interest,
  moneyWords,
  pageText,
  searchWords,
  traitName,
  valueOrNull,
  viewedWords,
  wishlistWords,
} from './change-words.ts';
import { plain } from './words.ts';

type Part = keyof ProfileState;
type Describe<K extends Part> = (before: ProfileState[K], after: ProfileState[K]) => StateChange[];

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
    fact(traitName(key), valueOrNull(was?.value), valueOrNull(is?.value)),
  ),
  claims: entries('claims', claimWords),
  consents: entries('consents', (key, was, is) => {
    const [purpose, channel] = key.split(':');
    const known = CONSENT_PURPOSES.find((one): one is ConsentPurpose => one === purpose);
    const through = CONSENT_CHANNELS.find((one) => one === channel);
    const state = is?.state ?? was?.state;
    if (known === undefined || through === undefined || state === undefined) return plain(key);
    return consentWords(known, through, state);
  }),
  money: entries('money', moneyWords),
  firstOrderAt: instant('firstOrderAt', { de: 'Erste Bestellung', en: 'First order' }),
  lastOrderAt: instant('lastOrderAt', { de: 'Letzte Bestellung', en: 'Latest order' }),
  cart: whole('cart', cartWords),
  cartAt: instant('cartAt', { de: 'Warenkorb zuletzt geändert', en: 'Cart last changed' }),
  cartId: whole('cartId', (was, is) =>
    fact({ de: 'Nummer des Warenkorbs', en: 'Number of the cart' }, was, is),
  ),
  wishlist: whole('wishlist', wishlistWords),
  viewed: whole('viewed', viewedWords),
  searches: whole('searches', searchWords),
  affinities: (before, after) =>
    AFFINITY_KINDS.flatMap((kind) =>
      entries<number>(`affinities.${kind}`, (name, was, is) => interest(kind, name, was, is))(
        before[kind],
        after[kind],
      ),
    ),
  // Told as facts of their own: moments, signals and their evidence (follow.ts).
  moment: () => [],
  groups: whole('groups', groupWords),
  lastPage: whole('lastPage', (was, is) =>
    fact({ de: 'Zuletzt auf der Seite', en: 'Last on the page' }, pageText(was), pageText(is)),
  ),
  lastStore: whole('lastStore', (was, is) =>
    fact({ de: 'Zuletzt in der Filiale', en: 'Last in the store' }, was?.storeId, is?.storeId),
  ),
  counts: entries('counts', (name, _was, is) => countWords(name, is?.[0] ?? 0)),
  channels: entries('channels', (name, _was, is) => channelWords(name, is?.[0] ?? 0)),
  hours: whole('hours', hourWords),
  events: whole('events', (was, is) => ({
    de: `${is} ${is === 1 ? 'Ereignis' : 'Ereignisse'} insgesamt, vorher ${was}`,
    en: `${is} ${is === 1 ? 'event' : 'events'} in all, previously ${was}`,
  })),
  firstAt: instant('firstAt', { de: 'Bekannt seit', en: 'Known since' }),
  lastAt: instant('lastAt', { de: 'Zuletzt gesehen', en: 'Last seen' }),
  identified: whole('identified', (_was, is) =>
    is
      ? { de: 'Hat sich zu erkennen gegeben', en: 'Made known who they are' }
      : { de: 'Ist nicht mehr zu erkennen', en: 'Can no longer be recognised' },
  ),
  simulated: whole('simulated', (_was, is) =>
    is
      ? { de: 'Enthält jetzt simulierte Ereignisse', en: 'Now has simulated events' }
      : { de: 'Enthält keine simulierten Ereignisse mehr', en: 'No longer has simulated events' },
  ),
  v: whole('v', (was, is) => ({
    de: `Profil neu berechnet (Fassung ${is}, vorher ${was})`,
    en: `Profile worked out again (version ${is}, previously ${was})`,
  })),
};
/** The order of the describers is the order in which changes are told. */
const PARTS = Object.keys(DESCRIBERS) as Part[];

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

/** A part told in one sentence. */
function whole<T>(part: Part, words: (before: T, after: T) => Words) {
  return (before: T, after: T): StateChange[] => [
    change(part, before, after, words(before, after)),
  ];
}

function instant(part: Part, title: Words) {
  return whole<number | null>(part, (_before, after) =>
    both((language) => `${title[language]}: ${after === null ? '–' : timeText(after, language)}`),
  );
}

function change(path: string, before: unknown, after: unknown, words: Words): StateChange {
  return { path, before: before ?? null, after: after ?? null, words };
}

/** The state is JSON, and equal states are equal byte for byte: that is how rebuilding compares them too. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
