import type {
  AddressForm,
  Block,
  ChannelName,
  MessageBasis,
  MessageContents,
  ProductSource,
  QuestionScale,
  TemplateDraft,
} from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import type { Locale } from '../scope.ts';

/** Says it with "Sie" or with "du". */
export type Say = (sie: string, du: string) => string;
type BlockSpec = Block extends infer B ? (B extends Block ? Omit<B, 'id'> : never) : never;

/** A mail in one language. */
export interface MailWords {
  subject: string;
  preheader: string;
  blocks: BlockSpec[];
}
/** A short message in one language. */
export interface ShortWords {
  title: string;
  text: string;
  url: string;
}

/** A ready-made template. */
export interface Entry {
  key: string;
  name: Words;
  /** What it is for and when it is sent. */
  about: Words;
  basis: MessageBasis;
  /** Channels it is written for, the usual one first. */
  channels: readonly ChannelName[];
  mail?: (say: Say) => { de: MailWords; en: MailWords };
  /** For every channel but mail. */
  short?: (say: Say) => { de: ShortWords; en: ShortWords };
}

const plain = { ground: 'paper', onlyWith: null } as const;

/** The logo. */
export const head = (): BlockSpec => ({ kind: 'header', align: 'left', ...plain });
/** The large heading. */
export const title = (text: string): BlockSpec => ({
  kind: 'heading',
  text,
  level: 1,
  align: 'left',
  ...plain,
});
/** Paragraphs. */
export const text = (...paragraphs: string[]): BlockSpec => ({
  kind: 'text',
  text: paragraphs.join('\n\n'),
  align: 'left',
  ...plain,
});

/** One thing to do. */
export const button = (label: string, url: string): BlockSpec => ({
  kind: 'button',
  label,
  url,
  look: 'filled',
  align: 'left',
  ...plain,
});
/** Products, one below the other when there is one column. */
export const goods = (
  source: ProductSource,
  columns: 1 | 2 | 3,
  max: number,
  name = '',
): BlockSpec => ({
  kind: 'products',
  source,
  productIds: [],
  title: name,
  columns,
  max,
  price: true,
  button: '',
  ...plain,
});
/** What fits the shopper. */
export const fitting = (name: string, max: 2 | 3 | 4 | 6 = 3): BlockSpec => ({
  kind: 'recommendations',
  title: name,
  columns: max === 2 || max === 4 ? 2 : 3,
  max,
  price: true,
  button: '',
  ...plain,
});
/** The shopper's code. */
export const voucher = (words: string): BlockSpec => ({
  kind: 'voucher',
  title: '{{ offer.title }}',
  text: words,
  ground: 'tint',
  onlyWith: null,
});
/** The shopper's points. */
export const points = (words: string): BlockSpec => ({
  kind: 'points',
  text: words,
  ground: 'tint',
  onlyWith: null,
});
/** A question. */
export const question = (
  asked: string,
  scale: QuestionScale,
  ends: { low: string; high: string },
  url: string,
): BlockSpec => ({ kind: 'question', question: asked, scale, options: [], ends, url, ...plain });
/** The imprint and the ways out. */
export const foot = (why: string): BlockSpec => ({ kind: 'footer', text: why, ...plain });

/** Why a marketing mail came. */
export const why = (say: Say): { de: string; en: string } => ({
  de: say(
    'Sie erhalten diese Mail, weil Sie Nachrichten von {{ shop.name }} abonniert haben oder bei uns eingekauft haben. Sie können jederzeit widersprechen; es kostet nichts außer der Übermittlung zum Basistarif.',
    'Du bekommst diese Mail, weil du Nachrichten von {{ shop.name }} abonniert oder bei uns eingekauft hast. Du kannst jederzeit widersprechen; es kostet nichts außer der Übermittlung zum Basistarif.',
  ),
  en: 'You receive this mail because you subscribed to messages of {{ shop.name }} or bought from us. You can object at any time; it costs nothing beyond the basic rate of transmission.',
});

/** What stands at the end of a short message that advertises: how to end it. */
const ENDS: Readonly<Partial<Record<ChannelName, Words>>> = {
  sms: { de: ' Abmelden: {{ links.preferences }}', en: ' Opt out: {{ links.preferences }}' },
  whatsapp: { de: '\n\nAbmelden: Antwort STOP', en: '\n\nTo end this, reply STOP' },
  telegram: { de: '\n\nAbmelden: /stop', en: '\n\nTo end this: /stop' },
};

/** A draft of an entry for one of its channels. */
export function draftOf(
  entry: Entry,
  of: { channel: ChannelName; form: AddressForm; locale: Locale },
): TemplateDraft {
  const { channel, form, locale } = of;
  const say: Say = (sie, du) => (form === 'du' ? du : sie);
  return {
    name: entry.name[locale],
    channel,
    basis: entry.basis,
    contents: channel === 'mail' ? mailContents(entry, say) : shortContents(entry, channel, say),
    variants: [],
  };
}

function mailContents({ mail }: Entry, say: Say): MessageContents {
  const words = mail?.(say);
  const content = (of: MailWords | undefined) => ({
    kind: 'mail' as const,
    subject: of?.subject ?? '',
    preheader: of?.preheader ?? '',
    blocks: (of?.blocks ?? []).map((block, i) => ({ ...block, id: `b${i + 1}` }) as Block),
  });
  return { de: content(words?.de), en: content(words?.en) };
}

function shortContents({ short, basis }: Entry, channel: ChannelName, say: Say): MessageContents {
  const words = short?.(say);
  const end = basis === 'marketing' ? ENDS[channel] : undefined;
  const content = (of: ShortWords | undefined, locale: Locale) => {
    // An SMS has no title and no sender that one knows: it begins with the shop.
    const inline = channel === 'sms' || channel === 'whatsapp' || channel === 'telegram';
    const said = of?.text ?? '';
    return {
      kind: 'short' as const,
      title: inline ? '' : (of?.title ?? ''),
      text: `${inline ? `{{ shop.name }}: ${said}` : said}${end?.[locale] ?? ''}`,
      url: of?.url ?? '',
      picture: '',
    };
  };
  return { de: content(words?.de, 'de'), en: content(words?.en, 'en') };
}
