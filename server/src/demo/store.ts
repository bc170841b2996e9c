/** A store of the demo retailer. Invented. */
export interface Store {
  id: string;
  name: string;
  country: string;
  /** Areas that a beacon or camera counter would tell apart. */
  zones: readonly string[];
  staff: readonly string[];
}

/** The demo retailer's stores: one at home, one where most of the data's customers live. */
export const STORES: readonly [Store, Store] = [
  {
    id: 'altstadt',
    name: 'Altstadt',
    country: 'DE',
    zones: ['Eingang', 'Küche & Tisch', 'Lichter & Kerzen', 'Papier & Basteln', 'Kasse'],
    staff: ['Mara', 'Jörn', 'Aylin'],
  },
  {
    id: 'london',
    name: 'London',
    country: 'GB',
    zones: ['Entrance', 'Kitchen', 'Candles', 'Kids', 'Till'],
    staff: ['Hazel', 'Dev'],
  },
];

const NEAR: Readonly<Record<string, Store>> = { DE: STORES[0], AT: STORES[0], GB: STORES[1] };

/** The store a shopper of this country can go to; null where there is none near. */
export function storeOf(country: string): Store | null {
  return NEAR[country] ?? null;
}
