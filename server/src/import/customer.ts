import type { JsonObject } from '@augenblick/contract';
import type { ImportSettings } from '@augenblick/contract/api/import.ts';
import { consentOfRow } from './consent.ts';
import { type Item, itemOf, whoOf } from './item.ts';
import type { Problem } from './problem.ts';
import type { RowValues } from './row.ts';

/** Fields of a customer row and the traits they become (Segment's names). */
const TRAITS = {
  email: 'email',
  phone: 'phone',
  card_number: 'card_number',
  first_name: 'firstName',
  last_name: 'lastName',
  name: 'name',
  language: 'language',
} as const;
const ADDRESS = {
  street: 'street',
  postal_code: 'postalCode',
  city: 'city',
  country: 'country',
} as const;
const GENDERS: Readonly<Record<string, string>> = {
  frau: 'female',
  mrs: 'female',
  ms: 'female',
  female: 'female',
  weiblich: 'female',
  f: 'female',
  w: 'female',
  herr: 'male',
  mr: 'male',
  male: 'male',
  maennlich: 'male',
  männlich: 'male',
  m: 'male',
  divers: 'diverse',
  diverse: 'diverse',
  d: 'diverse',
};

/** One customer row as an identify call, with what it says about the newsletter; a row whose identifiers are all placeholders names nobody. Pure. */
export function customerOfRow(
  row: RowValues,
  extras: Readonly<Record<string, string>>,
  settings: Pick<ImportSettings, 'consent'>,
): { ok: true; item: Item } | { ok: false; problem: Problem } {
  const who = whoOf(row);
  if (who.key === null) return { ok: false, problem: { code: 'identity_missing' } };
  const traits: JsonObject = { ...extras };
  for (const [field, trait] of Object.entries(TRAITS) as [keyof typeof TRAITS, string][])
    if (row[field] !== undefined) traits[trait] = String(row[field]);
  if (row.email !== undefined) traits.email = String(row.email).toLowerCase();
  if (row.gender !== undefined) {
    const said = String(row.gender).toLowerCase().replace(/\.$/, '');
    traits.gender = GENDERS[said] ?? said;
  }
  if (row.birthday !== undefined)
    traits.birthday = new Date(row.birthday as number).toISOString().slice(0, 10);
  if (row.company !== undefined) traits.company = { name: String(row.company) };
  if (row.created_at !== undefined)
    traits.createdAt = new Date(row.created_at as number).toISOString();
  const address: JsonObject = {};
  for (const [field, member] of Object.entries(ADDRESS) as [keyof typeof ADDRESS, string][])
    if (row[field] !== undefined) address[member] = String(row[field]);
  if (Object.keys(address).length > 0) traits.address = address;
  const at = typeof row.updated_at === 'number' ? row.updated_at : null;
  const item = itemOf({ kind: 'customer', key: who.key, who, at, traits });
  const also = consentOfRow(row, who.key, settings);
  return { ok: true, item: also ? { ...item, also } : item };
}
