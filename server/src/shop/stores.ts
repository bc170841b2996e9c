import type { ShopStore } from '@augenblick/contract/api/shop.ts';

/** A store with where and when; all of it invented. */
export interface StorePlace extends Omit<ShopStore, 'open' | 'changesIn' | 'km'> {
  lat: number;
  lon: number;
}

const hours = (from: number, to: number) => ({ from: from * 60, to: to * 60 });
const WEEK = hours(10, 19);

/** The storefront's stores; ids `altstadt` and `london` are those of the demo's tills. */
export const STORE_PLACES: readonly StorePlace[] = [
  {
    id: 'altstadt',
    name: 'Morgenrot Altstadt',
    street: 'Mustergasse 7',
    city: 'Nürnberg',
    zone: 'Europe/Berlin',
    lat: 49.4521,
    lon: 11.0767,
    hours: [WEEK, WEEK, WEEK, WEEK, hours(10, 20), hours(10, 18), null],
  },
  {
    id: 'hafen',
    name: 'Morgenrot am Hafen',
    street: 'Beispielkai 12',
    city: 'Hamburg',
    zone: 'Europe/Berlin',
    lat: 53.5436,
    lon: 9.988,
    hours: [WEEK, WEEK, WEEK, WEEK, WEEK, hours(10, 20), hours(13, 18)],
  },
  {
    id: 'london',
    name: 'Morgenrot London',
    street: '3 Sample Yard',
    city: 'London',
    zone: 'Europe/London',
    lat: 51.5155,
    lon: -0.0922,
    hours: [
      hours(9, 18),
      hours(9, 18),
      hours(9, 18),
      hours(9, 20),
      hours(9, 20),
      WEEK,
      hours(11, 17),
    ],
  },
];

/** Places a visitor may name; a real shop would ask a geocoder. */
const PLACES: readonly (readonly [name: string, lat: number, lon: number])[] = [
  ['Berlin', 52.52, 13.405],
  ['Hamburg', 53.551, 9.994],
  ['München', 48.137, 11.575],
  ['Köln', 50.938, 6.96],
  ['Frankfurt', 50.111, 8.682],
  ['Stuttgart', 48.776, 9.183],
  ['Düsseldorf', 51.228, 6.773],
  ['Leipzig', 51.34, 12.375],
  ['Dresden', 51.05, 13.738],
  ['Hannover', 52.376, 9.732],
  ['Nürnberg', 49.452, 11.077],
  ['Bremen', 53.079, 8.802],
  ['Freiburg', 47.999, 7.842],
  ['Kiel', 54.323, 10.123],
  ['Wien', 48.208, 16.374],
  ['Salzburg', 47.809, 13.055],
  ['Zürich', 47.377, 8.541],
  ['Basel', 47.56, 7.588],
  ['London', 51.507, -0.128],
  ['Manchester', 53.481, -2.243],
  ['Edinburgh', 55.953, -3.188],
];

const MINUTES_DAY = 1440;

/** Letters that count when a place is named: "nuernberg", "Nürnberg" and "NURNBERG" are one. */
function plain(text: string): string {
  const spelt = text
    .toLowerCase()
    .replaceAll('ue', 'u')
    .replaceAll('oe', 'o')
    .replaceAll('ae', 'a');
  return spelt.normalize('NFD').replace(/[^a-z]/g, '');
}

/** The place a visitor means; undefined when it is not known. Pure. */
export function placeOf(text: string): { name: string; lat: number; lon: number } | undefined {
  const wanted = plain(text);
  if (wanted.length < 2) return undefined;
  const found = PLACES.find(([name]) => plain(name).startsWith(wanted));
  return found && { name: found[0], lat: found[1], lon: found[2] };
}

/** Kilometres as the crow flies (haversine). Pure. */
export function kilometres(
  a: { lat: number; lon: number },
  b: { lat: number; lon: number },
): number {
  const rad = Math.PI / 180;
  const half = (x: number): number => Math.sin(x / 2) ** 2;
  const h =
    half((b.lat - a.lat) * rad) +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * half((b.lon - a.lon) * rad);
  return 12_742 * Math.asin(Math.sqrt(h));
}

/** Weekday (0 = Monday) and minute of the day at an instant in a zone. */
function localTime(zone: string, now: number): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(of('weekday'));
  return { day, minute: Number(of('hour')) * 60 + Number(of('minute')) };
}

/**
 * Whether a store is open at an instant, and how many minutes until that changes, by the clock on its wall. Pure. A change
 * to or from summer time in between is off by that hour.
 */
export function openAt(
  store: Pick<StorePlace, 'hours' | 'zone'>,
  now: number,
): { open: boolean; changesIn: number | null } {
  const { day, minute } = localTime(store.zone, now);
  const today = store.hours[day];
  if (today && minute >= today.from && minute < today.to)
    return { open: true, changesIn: today.to - minute };
  for (let ahead = 0; ahead <= 7; ahead++) {
    const then = store.hours[(day + ahead) % 7];
    const until = ahead * MINUTES_DAY + (then?.from ?? 0) - minute;
    if (then && until > 0) return { open: false, changesIn: until };
  }
  return { open: false, changesIn: null };
}

/** All stores as they stand now, the nearest first when a place is known. Pure. */
export function storesFor(now: number, place?: { lat: number; lon: number }): ShopStore[] {
  const shown = STORE_PLACES.map(({ lat, lon, ...store }) => ({
    ...store,
    ...openAt(store, now),
    km: place ? Math.round(kilometres(place, { lat, lon })) : null,
  }));
  return shown.sort((a, b) => (a.km ?? 0) - (b.km ?? 0));
}
