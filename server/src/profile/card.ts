import { asText, isObject, type ProfileState } from '@augenblick/contract';

/** What lists and searches show of a shopper: a row of `profile_card`, a pure function of the state. */
export interface ProfileCard {
  name: string | null;
  email: string | null;
  phone: string | null;
  city: string | null;
  identified: boolean;
  orders: number;
  revenueMinor: number;
  currency: string | null;
  firstAt: number;
  /** Day of the last event (UTC), so that a busy shopper's card is written once a day and not with every click. */
  seenOn: string;
  search: string;
  simulated: boolean;
}

const DAY_MS = 86_400_000;

/** The card of a state. Revenue is that of the currency with most orders, refunds taken off. */
export function cardOf(state: ProfileState): ProfileCard {
  const trait = (name: string): string | null =>
    asText(Object.hasOwn(state.traits, name) ? state.traits[name]?.value : undefined)?.slice(
      0,
      200,
    ) ?? null;
  const joined = [trait('firstName'), trait('lastName')].filter((part) => part !== null).join(' ');
  const name = trait('name') ?? (joined === '' ? null : joined);
  const email = trait('email') ?? state.claims.email ?? null;
  const phone = trait('phone') ?? state.claims.phone ?? null;
  const address = state.traits.address?.value;
  const city =
    trait('city') ?? (isObject(address) ? (asText(address.city)?.slice(0, 200) ?? null) : null);
  const main = Object.entries(state.money).sort(
    ([a, x], [b, y]) => y.orders - x.orders || (a < b ? -1 : 1),
  )[0];
  return {
    name,
    email,
    phone,
    city,
    identified: state.identified,
    orders: Object.values(state.money).reduce((sum, totals) => sum + totals.orders, 0),
    revenueMinor: main ? main[1].revenueMinor - main[1].refundedMinor : 0,
    currency: main ? main[0] : null,
    firstAt: state.firstAt,
    seenOn: dayOf(state.lastAt),
    search: [name, email, phone, city]
      .filter((part) => part !== null)
      .join(' ')
      .toLowerCase(),
    simulated: state.simulated,
  };
}

/** Everything the card depends on, as text: two equal texts mean that the card need not be written again. */
export function cardKey(state: ProfileState): string {
  const t = (name: string): string => state.traits[name]?.event ?? '';
  let money = '';
  for (const [currency, totals] of Object.entries(state.money)) {
    money += `${currency}${totals.orders}/${totals.revenueMinor}/${totals.refundedMinor}`;
  }
  const name = `${t('name')}|${t('firstName')}|${t('lastName')}`;
  const contact = `${t('email')}|${t('phone')}|${t('city')}|${t('address')}`;
  const claims = `${state.claims.email ?? ''}|${state.claims.phone ?? ''}`;
  const day = Math.floor(state.lastAt / DAY_MS);
  return `${day}|${state.firstAt}|${state.identified}|${state.simulated}|${money}|${name}|${contact}|${claims}`;
}

let lastDay = -1;
let lastDayText = '';
function dayOf(at: number): string {
  const day = Math.floor(at / DAY_MS);
  if (day !== lastDay) {
    lastDay = day;
    lastDayText = new Date(day * DAY_MS).toISOString().slice(0, 10);
  }
  return lastDayText;
}
