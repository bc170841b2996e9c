/** Branded ids: text or numbers that the compiler keeps apart. */
declare const brand: unique symbol;
type Branded<T, B extends string> = T & { readonly [brand]: B };

/** A retailer (tenant). Small integer: it leads every key, so its width is paid in every index entry. */
export type RetailerId = Branded<number, 'RetailerId'>;
/** A source of events of one retailer: a web shop, a till, an import. */
export type SourceId = Branded<number, 'SourceId'>;
/** UUIDv7 of one shopper's profile. */
export type ProfileId = Branded<string, 'ProfileId'>;
/** UUID derived from source and message id, so the same message always has the same id. Also the trace id. */
export type EventId = Branded<string, 'EventId'>;
/** UUIDv7 of a member of staff. */
export type StaffId = Branded<string, 'StaffId'>;

/** Events and orders that no shopper can be named for (a sale without a card) carry this profile id. */
export const NO_PROFILE = '00000000-0000-0000-0000-000000000000' as ProfileId;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** True when the text is a lower-case UUID. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
