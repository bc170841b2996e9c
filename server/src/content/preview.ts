import {
  Failure,
  isMail,
  type MessageData,
  type ProfileState,
  type RetailerId,
  shortText,
  smsParts,
  type TemplateFinding,
} from '@augenblick/contract';
import type { PreviewedTemplate, PreviewTemplate } from '@augenblick/contract/api/template.ts';
import type { Product } from '@augenblick/contract/api/catalogue.ts';
import type { Database } from '../runtime/index.ts';
import { loadBrand } from './brand.ts';
import { type CompiledMessage, compileTemplate } from './compile.ts';
import { gatherFacts } from './facts.ts';
import { contentOf, render } from './render.ts';
import { sampleMessage } from './sample.ts';
import { lookUp, messageScope } from './scope.ts';
import { DARK_ALWAYS, DARK_QUERY } from './styles.ts';
import { loadShop, type Writer } from './writer.ts';
import { addressOf } from '../campaign/index.ts';

/** What a preview needs. */
export interface PreviewDeps {
  database: Pick<Database, 'withRetailer'>;
  origin: () => string;
  /** A shopper's state; null when there is none. */
  stateOf: (retailerId: RetailerId, profileId: string) => Promise<ProfileState | null>;
  productsByIds: (
    retailerId: RetailerId,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, Product>>;
  favourites: Writer['favourites'];
}

/** Shows a draft as the chosen shopper would get it, or with sample facts. Throws `not_found` for an unknown shopper. */
export async function previewTemplate(
  deps: PreviewDeps,
  retailerId: RetailerId,
  asked: PreviewTemplate,
): Promise<PreviewedTemplate> {
  const { draft, locale, variant, dark } = asked;
  const { brand } = await deps.database.withRetailer(retailerId, (sql) =>
    loadBrand(sql, retailerId),
  );
  const { compiled, problems } = await compileTemplate(draft, brand, { origin: deps.origin() });
  if (compiled === null) {
    const findings = problems.map(
      ({ field, words }): TemplateFinding => ({
        check: 'placeholders',
        severity: 'must',
        field,
        words,
      }),
    );
    return { rendered: null, problems: findings, facts: [], htmlBytes: 0, sms: null };
  }
  const data = await dataOf(deps, retailerId, asked, compiled);
  const rendered = render(compiled, data, locale, { variant });
  const mail = isMail(rendered);
  if (mail && dark) rendered.html = rendered.html.replace(DARK_QUERY, DARK_ALWAYS);
  return {
    rendered,
    problems: [],
    facts: factsOf(compiled, data, asked),
    htmlBytes: mail ? Buffer.byteLength(rendered.html) : 0,
    sms: draft.channel === 'sms' && !mail ? smsParts(shortText(rendered, false)) : null,
  };
}

/** What stood for each name. */
function factsOf(
  compiled: CompiledMessage,
  data: MessageData,
  { locale, variant }: PreviewTemplate,
): PreviewedTemplate['facts'] {
  const content = contentOf(compiled, locale, variant);
  const scope = messageScope(data, locale, compiled.brand.address, content.named);
  return [...content.names]
    .filter((name) => !name.startsWith('links.'))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => {
      const value = lookUp(scope, name.split('.'));
      const text =
        typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
      return { name, value: addressOf(value) ?? (text === '' ? null : text) };
    });
}

async function dataOf(
  deps: PreviewDeps,
  retailerId: RetailerId,
  { profileId, locale }: PreviewTemplate,
  compiled: CompiledMessage,
): Promise<MessageData> {
  const shop = await deps.database.withRetailer(retailerId, (sql) => loadShop(sql, retailerId));
  const favourites = await deps.favourites(retailerId, ['']);
  const { name, zone, currency } = shop;
  const best = favourites.get('') ?? [];
  const sample = sampleMessage(locale, { name, zone }, currency, best);
  const chosen = await deps.productsByIds(retailerId, compiled.chosen);
  const named = Object.fromEntries(
    [...chosen].map(([id, one]) => [
      id,
      {
        id,
        name: one.name,
        url: one.url,
        image: one.image,
        priceMinor: one.priceMinor,
        currency: one.currency,
      },
    ]),
  );
  if (profileId === null) return { ...sample, chosen: named };
  const state = await deps.stateOf(retailerId, profileId);
  if (state === null) throw new Failure('not_found');
  const sources = { byIds: deps.productsByIds, favourites: deps.favourites };
  const names = contentOf(compiled, locale).names;
  const asked = {
    state,
    data: {},
    chosen: compiled.chosen,
    names,
    recommends: compiled.recommends,
    within: null,
  };
  const [facts] = await gatherFacts(sources, retailerId, shop, [asked]);
  if (facts === undefined) throw new Failure('not_found');
  // What triggers a message is not known before it is triggered: its part stays a sample.
  return {
    ...facts,
    event: sample.event,
    eventProducts: sample.eventProducts,
    links: sample.links,
    code: sample.code,
    offer: sample.offer,
  };
}
