import type {
  Block,
  Brand,
  ChannelName,
  MailContent,
  MessageBasis,
  MessageContent,
  ShortContent,
  TemplateDraft,
} from '@augenblick/contract';
import type { Places } from './address.ts';
import { definitionOf } from './blocks/registry.ts';
import { groundOf } from './blocks/block.ts';
import { layOut } from './layout.ts';
import { holeMark, type Part, splitParts } from './parts.ts';
import { Pen, type Sheet, type TextProblem } from './pen.ts';
import { type Locale, type Named, namedIn } from './scope.ts';
import { darkStyles } from './styles.ts';
import { themeOf } from './theme.ts';

/** One wording in one language, ready to be filled in. */
export interface CompiledMail {
  kind: 'mail';
  subject: Part[];
  preheader: Part[];
  html: Part[];
  text: Part[];
  names: ReadonlySet<string>;
  named: Named;
  slots: number;
}
export interface CompiledShort {
  kind: 'short';
  title: Part[];
  text: Part[];
  url: Part[];
  picture: Part[];
  names: ReadonlySet<string>;
  named: Named;
  slots: number;
}
export type CompiledContent = CompiledMail | CompiledShort;

/** A published template, ready to be filled in for one shopper after the other. Never changed. */
export interface CompiledMessage {
  channel: ChannelName;
  basis: MessageBasis;
  brand: Brand;
  places: Places;
  /** `a` is the template's own wording. */
  variants: ReadonlyMap<string, Readonly<Record<Locale, CompiledContent>>>;
  /** Products named by id, to be asked of the catalogue. */
  chosen: readonly string[];
  /** True when it shows what fits the shopper. */
  recommends: boolean;
}

/** What compiling gave: null when a text cannot be read. Fields are those of the draft. */
export interface Compiling {
  compiled: CompiledMessage | null;
  problems: TextProblem[];
}

/**
 * Reads all texts of a template and lays out its mails, in both languages and every variant. The slow part (about 20 ms a
 * mail), done once per published version. Never throws for anything a draft may hold.
 */
export async function compileTemplate(
  draft: TemplateDraft,
  brand: Brand,
  { origin }: { origin: string },
): Promise<Compiling> {
  const places: Places = { origin: origin.replace(/\/+$/, ''), shopUrl: brand.shopUrl };
  const problems: TextProblem[] = [];
  const variants = new Map<string, Record<Locale, CompiledContent>>();
  const wordings = [
    { id: 'a', field: 'contents', contents: draft.contents },
    ...draft.variants.map(({ id, contents }, i) => ({
      id,
      field: `variants.${i}.contents`,
      contents,
    })),
  ];
  for (const { id, field, contents } of wordings) {
    const [de, en] = await Promise.all(
      (['de', 'en'] as const).map((locale) =>
        compileContent(contents[locale], {
          locale,
          basis: draft.basis,
          brand,
          places,
          problems,
          field: `${field}.${locale}.`,
        }),
      ),
    );
    if (de && en) variants.set(id, { de, en });
  }
  const blocks = wordings.flatMap(({ contents: { de, en } }) => [...blocksOf(de), ...blocksOf(en)]);
  const compiled: CompiledMessage = {
    channel: draft.channel,
    basis: draft.basis,
    brand,
    places,
    variants,
    chosen: [
      ...new Set(
        blocks.flatMap((block) =>
          block.kind === 'products' && block.source === 'chosen' ? block.productIds : [],
        ),
      ),
    ],
    recommends: blocks.some(({ kind }) => kind === 'recommendations'),
  };
  return { compiled: problems.length === 0 ? compiled : null, problems };
}

/** The blocks of a content; none for short ones. */
export function blocksOf(content: MessageContent): Block[] {
  return content.kind === 'mail' ? content.blocks : [];
}

interface Around {
  locale: Locale;
  basis: MessageBasis;
  brand: Brand;
  places: Places;
  problems: TextProblem[];
  /** `contents.de.` */
  field: string;
}

function sheetOf({ locale, basis, brand, places, problems }: Around): Sheet {
  return {
    locale,
    basis,
    brand,
    theme: themeOf(brand),
    places,
    marks: { holes: [], tests: [] },
    problems,
    fillers: new Map(),
    names: new Set(),
  };
}

function compileContent(content: MessageContent, around: Around): Promise<CompiledContent> {
  const sheet = sheetOf(around);
  return content.kind === 'mail'
    ? compileMail(content, sheet, around.field)
    : Promise.resolve(compileShort(content, sheet, around.field));
}

async function compileMail(
  content: MailContent,
  sheet: Sheet,
  field: string,
): Promise<CompiledMail> {
  const { theme, marks, locale } = sheet;
  const own = { colours: theme.grounds.paper, ground: 'paper', field };
  const html = new Pen(sheet, { medium: 'html', ...own });
  const text = new Pen(sheet, { medium: 'text', ...own });
  const body = drawBlocks(content.blocks, html);
  const title = html.words('subject', content.subject);
  const preheader = html.words('preheader', content.preheader);
  const source = mjmlPage({ body, title, preheader, locale, sheet });
  const lines = drawBlocks(content.blocks, text);
  const subject = splitParts(text.words('subject', content.subject), marks);
  const preview = splitParts(text.words('preheader', content.preheader), marks);
  const pixel = holeMark(marks, ({ pixel: made }) => made);
  const laidOut = (await layOut(source)).replace('</body>', `${pixel}</body>`);
  return {
    kind: 'mail',
    subject,
    preheader: preview,
    html: splitParts(laidOut, marks),
    text: splitParts(lines, marks),
    ...used(sheet),
  };
}

/** Draws the blocks one below the other in the pen's medium. */
function drawBlocks(blocks: readonly Block[], pen: Pen): string {
  return blocks
    .map((block, i) => {
      const definition = definitionOf(block);
      const own = groundOf(pen.at(`${pen.field}blocks.${i}.`), block.ground);
      const made =
        pen.medium === 'html' ? definition.html(block, own) : definition.text(block, own);
      if (made === '' || block.onlyWith === null) return made;
      return own.when(own.has(block.onlyWith), made);
    })
    .join(pen.medium === 'html' ? '' : '\n');
}

function mjmlPage(page: {
  body: string;
  title: string;
  preheader: string;
  locale: Locale;
  sheet: Sheet;
}): string {
  const { body, title, preheader, locale, sheet } = page;
  const { theme } = sheet;
  const outer = theme.outer;
  // Behind the preview line some room, so that mail programs do not go on with the first lines of the mail.
  const room = '&#847;&zwnj;&nbsp;'.repeat(40);
  return `<mjml lang="${locale}" dir="ltr"><mj-head>
<mj-title>${title}</mj-title>
<mj-preview>${preheader}${room}</mj-preview>
<mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no"></mj-raw>
<mj-attributes><mj-all font-family="${theme.font}" /></mj-attributes>
<mj-style>${darkStyles(theme)}</mj-style>
</mj-head><mj-body css-class="outer" background-color="${outer}" width="600px">${body || EMPTY_BODY}</mj-body></mjml>`;
}
const EMPTY_BODY = '<mj-section><mj-column></mj-column></mj-section>';

function compileShort(content: ShortContent, sheet: Sheet, field: string): CompiledShort {
  const pen = new Pen(sheet, {
    medium: 'text',
    colours: sheet.theme.grounds.paper,
    ground: 'paper',
    field,
  });
  const split = (made: string): Part[] => splitParts(made, sheet.marks);
  return {
    kind: 'short',
    title: split(pen.words('title', content.title)),
    text: split(pen.words('text', content.text)),
    url: split(content.url === '' ? '' : pen.address('url', content.url)),
    picture: split(content.picture === '' ? '' : pen.source('picture', content.picture)),
    ...used(sheet),
  };
}

function used({ names, fillers }: Sheet): Pick<CompiledMail, 'names' | 'named' | 'slots'> {
  return { names, named: namedIn(names), slots: fillers.size };
}
