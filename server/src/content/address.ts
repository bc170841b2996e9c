/** Where addresses of a message lead: own pages and pictures below `origin`, everything else of the shop below `shopUrl`. */
export interface Places {
  /** `https://augenblick.example`, without a slash at the end. */
  origin: string;
  /** `https://laden.example` or below it; empty when nobody has said it. */
  shopUrl: string;
}

/** The shop's first page as an absolute address without a slash at the end; empty when it is not known. */
export function shopAddress({ origin, shopUrl }: Places): string {
  const trimmed = shopUrl.trim().replace(/\/+$/, '');
  if (/^https?:\/\/[^/?#\s]/i.test(trimmed)) return trimmed;
  return /^\/(?!\/)/.test(trimmed) ? `${origin}${trimmed}` : '';
}

/** Control characters, spaces of any kind, quotes and brackets: they end an attribute or hide where it leads. */
const UNSAFE = /[\0-\x20\x7f-\xa0\s\\<>"'`]/;
/** Places that are ours and not the shop's. */
const OWN = /^\/(?:media|m|shop)(?:\/|$)/;

/**
 * An address that stands on its own in a mail: http, https, mailto, tel. Relative ones are completed. Anything else, such as
 * javascript:, becomes empty, and what needs it is left out.
 */
export function absolute(text: string, places: Places): string {
  const trimmed = text.trim();
  if (trimmed === '' || UNSAFE.test(trimmed)) return '';
  if (/^https?:\/\/[^/?#]/i.test(trimmed)) return trimmed;
  if (/^mailto:[^@?]+@[^@?]+/i.test(trimmed) || /^tel:\+?[\d().-]{3,}$/i.test(trimmed)) {
    return trimmed;
  }
  if (OWN.test(trimmed)) return `${places.origin}${trimmed}`;
  const shop = shopAddress(places);
  if (shop === '') return '';
  if (/^\/(?!\/)/.test(trimmed)) return `${shop}${trimmed}`;
  return /^[?#]/.test(trimmed) ? `${shop}/${trimmed}` : '';
}

/** True for what a click can be followed through: not a telephone number or a mail address. */
export function isWeb(address: string): boolean {
  return /^https?:/i.test(address);
}

/** Scheme and host of an address, or undefined. */
export function originOf(address: string): string | undefined {
  return /^https?:\/\/[^/?#]+/i.exec(address)?.[0].toLowerCase();
}
