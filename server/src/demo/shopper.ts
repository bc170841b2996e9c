import { seededRandom } from '../runtime/index.ts';
import { namesOf } from './namelist.ts';
import { STORES, type Store, storeOf } from './store.ts';

/** Where invented shoppers have their mail: `.example` can belong to nobody (RFC 2606), so a mail sent to it reaches nobody. */
export const DEMO_MAIL_DOMAIN = 'beispiel.example';

/** A shopper of the demo retailer. All but `userId` and `country` is invented; see namelist.ts. */
export interface DemoShopper {
  /** The customer number of the data, or a new one for who registers in the simulation. */
  userId: string;
  firstName: string;
  lastName: string;
  /** At DEMO_MAIL_DOMAIN. */
  email: string;
  /** From number ranges kept free for film and radio; null for most. */
  phone: string | null;
  /** Loyalty card: an EAN-13 with the prefix for use within a shop. Null for who has none. */
  card: string | null;
  country: string;
  language: 'de' | 'en' | 'fr';
  /** Where they shop with their card, if anywhere. */
  store: Store | null;
  /** How many of their purchases are made in the store, 0–1. */
  storeShare: number;
  newsletter: boolean;
}

/** The invented shopper for every customer of the data, in its order. Pure; e-mail addresses are unique. */
export function inventShoppers(customers: readonly (readonly [string, string])[]): DemoShopper[] {
  const taken = new Set<string>();
  return customers.map(([userId, country], index) => {
    const shopper = inventShopper(userId, country, index);
    if (taken.has(shopper.email)) shopper.email = shopper.email.replace('@', `.${index}@`);
    taken.add(shopper.email);
    return shopper;
  });
}

/** One invented shopper; the same arguments give the same one. `index` must be different for every shopper. */
export function inventShopper(userId: string, country: string, index: number): DemoShopper {
  const random = seededRandom(0x5eed + index * 7919);
  const names = namesOf(country);
  const firstName = pick(names.first, random.next());
  const lastName = pick(names.last, random.next());
  const store = storeOf(country);
  const habit = random.next();
  // Four in ten shop at home only, a quarter nearly always in the store, the rest here and there.
  const storeShare = store === null || habit < 0.4 ? 0 : habit < 0.65 ? 0.9 : 0.4;
  const phone = random.next() < 0.3 ? phoneOf(country, index) : null;
  return {
    userId,
    firstName,
    lastName,
    email: `${plain(firstName)}.${plain(lastName)}@${DEMO_MAIL_DOMAIN}`,
    phone,
    card: storeShare > 0 ? cardNumber(index) : null,
    country,
    language: languageOf(country),
    store: storeShare > 0 ? store : null,
    storeShare,
    newsletter: random.next() < 0.45,
  };
}

/** The traits an identify call of the shop's own system carries. */
export function traitsOf(shopper: DemoShopper): Record<string, unknown> {
  return {
    email: shopper.email,
    firstName: shopper.firstName,
    lastName: shopper.lastName,
    language: shopper.language,
    address: { country: shopper.country },
    ...(shopper.phone === null ? {} : { phone: shopper.phone }),
    ...(shopper.card === null ? {} : { card_number: shopper.card }),
  };
}

function pick(list: readonly string[], at: number): string {
  return list[Math.floor(at * list.length)] ?? '';
}

/** For addresses: "Möller" → "moeller", "Élise" → "elise". */
function plain(name: string): string {
  const spelt = name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue');
  return spelt
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}

function languageOf(country: string): DemoShopper['language'] {
  if (['DE', 'AT', 'CH'].includes(country)) return 'de';
  return ['FR', 'BE'].includes(country) ? 'fr' : 'en';
}

/** Ofcom keeps 07700 900000–900999 free, the Bundesnetzagentur (0)30 23125 000–999: one for each index below 1000. */
function phoneOf(country: string, index: number): string | null {
  if (index >= 1000) return null;
  const tail = String(index).padStart(3, '0');
  if (country === 'GB') return `+447700900${tail}`;
  return country === 'DE' ? `+493023125${tail}` : null;
}

function cardNumber(index: number): string {
  const body = `29${String(1_000_000 + index * 13).padStart(10, '0')}`;
  const sum = Array.from(body).reduce(
    (total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3),
    0,
  );
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Country of a shopper who registers during the simulation, for a random number in [0, 1). */
export function newcomerCountry(at: number): string {
  return at < 0.7 ? STORES[0].country : at < 0.85 ? 'AT' : 'GB';
}
