/** Where something can be shown or said. */
export const PLACEMENT_KINDS = ['web', 'app', 'staff', 'kiosk', 'mail'] as const;
export type PlacementKind = (typeof PLACEMENT_KINDS)[number];

export const PLACEMENT_STATUSES = ['live', 'paused'] as const;
export type PlacementStatus = (typeof PLACEMENT_STATUSES)[number];

/** How a content is drawn in a web slot. */
export const CONTENT_LOOKS = ['card', 'banner', 'bar'] as const;
export type ContentLook = (typeof CONTENT_LOOKS)[number];

/** Which products stand beside the words. */
export const CONTENT_PRODUCTS = ['none', 'subject', 'cart', 'viewed'] as const;
export type ContentProducts = (typeof CONTENT_PRODUCTS)[number];

/**
 * What is shown, as the retailer writes it. Every text and address may hold Liquid (`{{ first_name }}`); which names there
 * are stands in LIQUID_NAMES of campaign.ts. Empty text = the block is left out.
 */
export interface Content {
  look: ContentLook;
  headline: string;
  text: string;
  picture: { url: string; alt: string } | null;
  button: { label: string; url: string } | null;
  /** Further addresses: a guide, certificates, reviews. At most 4. */
  links: { label: string; url: string }[];
  /** True: the offer's code is shown, with a button to copy it. */
  code: boolean;
  products: ContentProducts;
}

/** A product as a placement shows it. */
export interface ShownProduct {
  id: string;
  name: string;
  url: string | null;
  image: string | null;
  /** Minor units. */
  priceMinor: number | null;
  currency: string | null;
}

/**
 * What a placement receives. Texts are plain text, never HTML: whoever draws them sets them as text. Addresses are http(s)
 * or relative ("/…", "?…", "#…").
 */
export interface RenderedContent {
  look: ContentLook;
  headline: string;
  text: string;
  picture: { url: string; alt: string } | null;
  button: { label: string; url: string } | null;
  links: { label: string; url: string }[];
  code: { text: string; until: number | null } | null;
  products: ShownProduct[];
}

/** A place in the shop, app, till or mail. `key` is what the page names (`data-augenblick="home-hero"`). */
export interface Placement {
  key: string;
  name: string;
  kind: PlacementKind;
  /** Where it stands, in words for people; helps to pick it. */
  where: string;
  /** Reserved height in px, so that nothing on the page jumps. */
  minHeight: number;
  /** Shown when no campaign wins or the shopper has not agreed: nothing personal in it. */
  fallback: { de: Content; en: Content } | null;
  status: PlacementStatus;
  createdAt: number;
  updatedAt: number;
}
