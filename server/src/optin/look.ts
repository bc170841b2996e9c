import type { AddressForm, Brand } from '@augenblick/contract';

/** The two languages of pages for shoppers. */
export type PageLanguage = 'de' | 'en';

/** How a retailer's pages for shoppers look, and what they must name. */
export interface Look {
  name: string;
  /** `#rrggbb` */
  accent: string;
  address: AddressForm;
  /** Only pictures of our own address: pages load nothing from elsewhere. */
  logo: { url: string; alt: string } | null;
  /** Addresses of pages; empty = not said. */
  privacy: string;
  imprint: string;
  shop: string;
}

/** Where a shop's pages are: what its brand kit says of them may begin with a slash. */
export interface ShopPlaces {
  /** The shop's first page; empty when it is not known. */
  shop: string;
  /** A page of it as an absolute address; empty for what is none. */
  page: (address: string) => string;
}

/** The look that a brand kit gives; without one the retailer's name and colour. Pure. */
export function lookOf(
  brand: Brand | null,
  retailer: { name: string; colour: string },
  places: ShopPlaces,
): Look {
  const logo = brand?.logo ?? null;
  return {
    name: brand?.name.trim() || retailer.name,
    accent: brand?.colours.accent ?? retailer.colour,
    address: brand?.address ?? 'sie',
    logo: logo?.url.startsWith('/') ? { url: logo.url, alt: logo.alt || retailer.name } : null,
    privacy: webAddress(places.page(brand?.pages.privacy ?? '')),
    imprint: webAddress(places.page(brand?.pages.imprint ?? '')),
    shop: webAddress(places.shop),
  };
}

/** An address that a link may have; a script's is none. */
function webAddress(text: string): string {
  return /^https?:\/\/[^\s"'<>]+$/.test(text) ? text : '';
}

/** Black or white, whichever reads better on a colour: one of them always reaches 4.5 : 1 (WCAG 2.2). Pure. */
export function inkOn(colour: string): '#ffffff' | '#000000' {
  return luminance(colour) > 0.179 ? '#000000' : '#ffffff';
}

/** Relative luminance of `#rrggbb` as WCAG 2.2 defines it, 0–1. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
