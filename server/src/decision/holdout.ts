/** Who is kept out for comparison: a salted hash of the shopper, so that it sticks and needs no row. */

/** A 32-bit number of a text (FNV-1a, then mixed). */
export function hash32(text: string): number {
  let value = 2_166_136_261;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 16_777_619);
  }
  return mix(value);
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the result. */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The shopper's own number under the retailer's salt. */
export function shopperHash(salt: string, profileId: string): number {
  return hash32(`${salt} ${profileId}`);
}

const WHOLE_SHOP = 0x5bd1e995;

/** True when the shopper belongs to the comparison group of the whole shop. */
export function heldFromAll(shopper: number, holdoutBp: number): boolean {
  return share(shopper, WHOLE_SHOP) < holdoutBp;
}

/** True when this campaign keeps the shopper out. `campaign` is the hash of its id. */
export function heldFromCampaign(shopper: number, campaign: number, holdoutBp: number): boolean {
  return share(shopper, campaign) < holdoutBp;
}

/** Basis points, evenly spread: 0 … 9999.99. */
function share(shopper: number, of: number): number {
  return (mix(shopper ^ of) / 2 ** 32) * 10_000;
}
