import type { ContentData, LIQUID_NAMES } from './campaign.ts';
import type { ChannelName, MessageBasis, MessageLinks, RenderedMessage } from './channel.ts';
import type { Json } from './json.ts';
import type { ShownProduct } from './placement.ts';

/** How a message addresses its reader in German. */
export const ADDRESS_FORMS = ['sie', 'du'] as const;
export type AddressForm = (typeof ADDRESS_FORMS)[number];

/**
 * Building blocks of a mail, in the order of the editor's shelf. Texts hold Liquid (`{{ first_name }}`, names in
 * MESSAGE_NAMES) and light markup: `**bold**`, `_slanted_`, `[words](address)`, lines beginning with `- ` or `1. `, an
 * empty line between paragraphs. There is no free HTML.
 */
export const BLOCK_KINDS = [
  'header',
  'heading',
  'text',
  'picture',
  'gif',
  'video',
  'button',
  'products',
  'recommendations',
  'voucher',
  'points',
  'question',
  'columns',
  'divider',
  'spacer',
  'social',
  'footer',
] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** Which ground a block stands on: the mail's paper, a light tint, or the retailer's accent. */
export const BLOCK_GROUNDS = ['paper', 'tint', 'accent'] as const;
export type BlockGround = (typeof BLOCK_GROUNDS)[number];
export const BLOCK_ALIGNS = ['left', 'center'] as const;
export type BlockAlign = (typeof BLOCK_ALIGNS)[number];

/** Where the products of a grid come from; `event` = those of what triggered the message (order, price drop, back in stock). */
export const PRODUCT_SOURCES = ['event', 'cart', 'viewed', 'subject', 'chosen'] as const;
export type ProductSource = (typeof PRODUCT_SOURCES)[number];

/** How a survey question is answered in the mail itself: one click is one answer. */
export const QUESTION_SCALES = ['nps', 'smileys', 'stars', 'choice'] as const;
export type QuestionScale = (typeof QUESTION_SCALES)[number];

interface BlockBase {
  /** Unique within the content; the editor makes it. */
  id: string;
  ground: BlockGround;
  /** Shown only when this name has a value for the shopper, such as `code` or `first_name`; null = always. */
  onlyWith: string | null;
}
interface PictureFields {
  /** An uploaded picture (`/media/…`) or an https address. */
  url: string;
  /** What the picture says, for those who do not see it; empty = it only decorates. */
  alt: string;
  /** Where it leads; empty = nowhere. */
  link: string;
  width: 'full' | 'half';
}
export type HeaderBlock = BlockBase & { kind: 'header'; align: BlockAlign };
export type HeadingBlock = BlockBase & {
  kind: 'heading';
  text: string;
  level: 1 | 2;
  align: BlockAlign;
};
export type TextBlock = BlockBase & { kind: 'text'; text: string; align: BlockAlign };
export type PictureBlock = BlockBase & PictureFields & { kind: 'picture' };
/** An animated GIF. Outlook shows its first frame, so that one must say everything. */
export type GifBlock = BlockBase & PictureFields & { kind: 'gif' };
/** The picture of a film with a play sign; mail programs play no video, the click opens `link`. */
export type VideoBlock = BlockBase & PictureFields & { kind: 'video' };
export type ButtonBlock = BlockBase & {
  kind: 'button';
  label: string;
  url: string;
  look: 'filled' | 'outline';
  align: BlockAlign;
};
/** Left out altogether when there is no product to show. */
export type ProductsBlock = BlockBase & {
  kind: 'products';
  source: ProductSource;
  /** With `chosen`: ids of the catalogue, at most 12. */
  productIds: string[];
  title: string;
  columns: 1 | 2 | 3;
  max: number;
  price: boolean;
  /** Words below each product; empty = no button, the product itself is the link. */
  button: string;
};
/** What fits the shopper: related to what they viewed, carted or bought. Left out when nothing fits. */
export type RecommendationsBlock = BlockBase & {
  kind: 'recommendations';
  title: string;
  columns: 1 | 2 | 3;
  max: number;
  price: boolean;
  button: string;
};
/** The shopper's code with what it is worth and until when. Left out when there is no code. */
export type VoucherBlock = BlockBase & { kind: 'voucher'; title: string; text: string };
/** The shopper's points. Left out when the shopper has no account. */
export type PointsBlock = BlockBase & { kind: 'points'; text: string };
export type QuestionBlock = BlockBase & {
  kind: 'question';
  question: string;
  scale: QuestionScale;
  /** With `choice`: 2–6 answers. */
  options: string[];
  /** Words at the two ends of a scale, such as "unlikely" and "very likely". */
  ends: { low: string; high: string };
  /** Where an answer leads; `?answer=<number>` is added. */
  url: string;
};
/** Blocks beside each other (below each other on a phone). */
export type ColumnsBlock = BlockBase & {
  kind: 'columns';
  ratio: '1-1' | '1-2' | '2-1' | '1-1-1';
  columns: ColumnBlock[][];
};
export type DividerBlock = BlockBase & { kind: 'divider' };
export type SpacerBlock = BlockBase & { kind: 'spacer'; height: number };
/** The brand kit's accounts elsewhere. */
export type SocialBlock = BlockBase & { kind: 'social' };
/** Imprint, why this mail came, unsubscribe, preferences, view in browser. Needed in every marketing mail. */
export type FooterBlock = BlockBase & { kind: 'footer'; text: string };
/** What may stand in a column. */
export type ColumnBlock =
  | HeadingBlock
  | TextBlock
  | PictureBlock
  | GifBlock
  | VideoBlock
  | ButtonBlock
  | SpacerBlock
  | DividerBlock;
export type Block =
  | HeaderBlock
  | HeadingBlock
  | TextBlock
  | PictureBlock
  | GifBlock
  | VideoBlock
  | ButtonBlock
  | ProductsBlock
  | RecommendationsBlock
  | VoucherBlock
  | PointsBlock
  | QuestionBlock
  | ColumnsBlock
  | DividerBlock
  | SpacerBlock
  | SocialBlock
  | FooterBlock;

/** What a mail says. */
export interface MailContent {
  kind: 'mail';
  subject: string;
  /** The line that mail programs show beside the subject. */
  preheader: string;
  blocks: Block[];
}
/** What every other channel says. SMS uses `text` only; push and inbox use all four. */
export interface ShortContent {
  kind: 'short';
  title: string;
  text: string;
  /** Where a tap leads; empty = nowhere. */
  url: string;
  /** Address of a picture; empty = none. */
  picture: string;
}
export type MessageContent = MailContent | ShortContent;
export interface MessageContents {
  de: MessageContent;
  en: MessageContent;
}

/** A further wording to compare with; the template's own `contents` are variant `a`. */
export interface TemplateVariant {
  /** `b` … `e` */
  id: string;
  name: string;
  contents: MessageContents;
}

/** What a retailer says about a template; `kind` of its contents is `mail` for mail and `short` for all other channels. */
export interface TemplateDraft {
  name: string;
  channel: ChannelName;
  basis: MessageBasis;
  contents: MessageContents;
  variants: TemplateVariant[];
}
export interface Template extends TemplateDraft {
  id: string;
  /** Counts published versions; 0 = draft only. */
  version: number;
  /** True when the draft differs from what is published. */
  changed: boolean;
  archived: boolean;
  /** The ready-made template it was made from. */
  playbook: string | null;
  createdAt: number;
  updatedAt: number;
  publishedAt: number | null;
}

/** Fonts every mail program has, by character. */
export const BRAND_FONTS = ['grotesque', 'humanist', 'serif', 'mono'] as const;
export type BrandFont = (typeof BRAND_FONTS)[number];
export const SOCIAL_KINDS = [
  'instagram',
  'facebook',
  'pinterest',
  'tiktok',
  'youtube',
  'linkedin',
  'whatsapp',
  'website',
] as const;
export type SocialKind = (typeof SOCIAL_KINDS)[number];

/** How a retailer's messages look and who is responsible for them. Colours `#rrggbb`. */
export interface Brand {
  /** As shoppers know it; stands where there is no logo. */
  name: string;
  address: AddressForm;
  colours: { accent: string; ink: string; paper: string; ground: string };
  font: BrandFont;
  /** 0 = square corners, 6, 12 or 24 px. */
  radius: number;
  logo: { url: string; alt: string; width: number } | null;
  /** The shop's first page; relative addresses in messages lead below it. Empty = not said yet. */
  shopUrl: string;
  /** What German law (§ 5 DDG) wants said; lines without a value are left out. */
  imprint: {
    company: string;
    street: string;
    city: string;
    country: string;
    represented: string;
    register: string;
    vatId: string;
    email: string;
    phone: string;
  };
  /** Addresses of the pages behind the footer; empty = left out. */
  pages: { imprint: string; privacy: string; terms: string };
  social: { kind: SocialKind; url: string }[];
  /** Who a mail comes from unless the channel says otherwise. */
  sender: { name: string; email: string; replyTo: string };
}

/** Names a message may use beside those of placements (LIQUID_NAMES). */
export const MESSAGE_EXTRA_NAMES = [
  'points',
  'links.unsubscribe',
  'links.preferences',
  'links.browser',
] as const;
/** Every fixed name; beside them `event.<property>` and `traits.<key>` of what triggered it and of the shopper. */
export type MessageName =
  | (typeof LIQUID_NAMES)[number]
  | (typeof MESSAGE_EXTRA_NAMES)[number]
  | `event.${string}`
  | `traits.${string}`;

/** Facts one message is filled with; only these reach a template. Amounts in minor units. */
export interface MessageData extends ContentData {
  /** The shop's currency, for amounts that name none. */
  currency: string;
  /** Properties of what triggered it; empty for a newsletter. */
  event: Record<string, Json | undefined>;
  /** Traits that the retailer lets templates use. */
  traits: Record<string, string | number | boolean>;
  /** Addresses of this very message. */
  links: MessageLinks;
  /** Points of the shopper; null without an account. */
  points: number | null;
  /** Products named in `event`, in its order. */
  eventProducts: ShownProduct[];
  /** What fits the shopper, best first; at most 12. */
  recommended: ShownProduct[];
  /** Products that templates name by id. */
  chosen: Record<string, ShownProduct>;
}

/**
 * A message filled in. `links` are the addresses it leads to, in order, each as the retailer wrote it; the address that stands
 * in the message is what `track(n, address)` made of it. The message's own links (unsubscribe …) are not among them.
 */
export type FilledMessage = RenderedMessage & { links: string[] };

/** must = it cannot be published; should = worth a thought. */
export const CHECK_SEVERITIES = ['must', 'should'] as const;
export type CheckSeverity = (typeof CHECK_SEVERITIES)[number];
export const CHECK_GROUPS = ['content', 'links', 'pictures', 'law', 'reading', 'delivery'] as const;
export type CheckGroup = (typeof CHECK_GROUPS)[number];

/** One place where a check found something. */
export interface TemplateFinding {
  /** Key of the check. */
  check: string;
  severity: CheckSeverity;
  /** Dotted path into the draft, such as `contents.de.blocks.2.alt` or `variants.0.contents.en.subject`. */
  field: string;
  /** What is wrong and what to do. */
  words: { de: string; en: string };
}
