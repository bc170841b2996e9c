import type {
  CampaignDraft,
  CampaignFinding,
  Content,
  OfferDraft,
  Placement,
} from '@augenblick/contract';
import { costBound, offerFindings } from '../offer/index.ts';
import { compileContent, textsOf } from './content.ts';
import { isZone } from './schedule.ts';

/** What a campaign refers to, as far as it exists. */
export interface CampaignSurroundings {
  placements: readonly Placement[];
  /** The offer it names; undefined when there is none of that id. */
  offer: { status: string; offer: OfferDraft } | undefined;
  /** Ids of segments it names that exist. */
  segments: ReadonlySet<string>;
  now: number;
}

/** True for an offer that never ran and lacks nothing: making the campaign live makes it live as well. */
export function goesLiveToo(
  { status, offer: terms }: NonNullable<CampaignSurroundings['offer']>,
  now: number,
): boolean {
  return (
    status === 'draft' && offerFindings(terms, now).every(({ severity }) => severity === 'should')
  );
}

type Say = (field: string, de: string, en: string) => void;

/** What must be put right before a campaign goes live, and what is worth a thought; in the order of the form. Pure. */
export function campaignFindings(
  draft: CampaignDraft,
  around: CampaignSurroundings,
): CampaignFinding[] {
  const found: CampaignFinding[] = [];
  const say =
    (severity: 'must' | 'should'): Say =>
    (field, de, en) => {
      found.push({ severity, field, words: { de, en } });
    };
  audience(draft, around, say('must'), say('should'));
  places(draft, around, say('must'));
  texts(draft, found, say('must'), say('should'));
  offer(draft, around, say('must'), say('should'));
  schedule(draft, around, say('must'));
  limits(draft, say('should'));
  return found;
}

function audience(
  draft: CampaignDraft,
  { segments }: CampaignSurroundings,
  must: Say,
  should: Say,
): void {
  const missing = [draft.segmentId, draft.excludedSegmentId].some(
    (id) => id !== null && !segments.has(id),
  );
  if (missing) {
    must(
      'segmentId',
      'Das gewählte Segment gibt es nicht mehr. Bitte ein anderes wählen.',
      'The chosen segment no longer exists. Please choose another.',
    );
  }
  const { kinds, stages, signals } = draft.when;
  const always = kinds.length === 0 && stages.length === 0 && signals.length === 0;
  if (always && draft.segmentId === null) {
    should(
      'when',
      'Diese Kampagne spricht alle in jedem Moment an. Ein Moment oder ein Segment macht sie treffender.',
      'This campaign speaks to everybody at every moment. A moment or a segment makes it fit better.',
    );
  }
}

function places(draft: CampaignDraft, { placements }: CampaignSurroundings, must: Say): void {
  if (draft.placements.length === 0) {
    must(
      'placements',
      'Es fehlt ein Platz, an dem die Kampagne erscheint.',
      'There is no place yet where the campaign appears.',
    );
  }
  const known = new Set(placements.map((placement) => placement.key));
  const unknown = draft.placements.filter((key) => !known.has(key));
  if (unknown.length > 0) {
    must(
      'placements',
      `Diesen Platz gibt es nicht: ${unknown.join(', ')}.`,
      `There is no such place: ${unknown.join(', ')}.`,
    );
  }
}

/** Names that say something about a person; they need that person's consent. */
const PERSONAL = ['first_name', 'search', 'cart.count', 'cart.total', 'store.city'];

function texts(draft: CampaignDraft, found: CampaignFinding[], must: Say, should: Say): void {
  if (draft.variants.every((variant) => variant.weight === 0)) {
    must(
      'variants',
      'Keine Variante hat einen Anteil. Geben Sie mindestens einer einen.',
      'No variant has a share. Give at least one of them one.',
    );
  }
  draft.variants.forEach((variant, i) => {
    for (const locale of ['de', 'en'] as const) {
      const field = `variants.${i}.contents.${locale}`;
      const content = variant.contents[locale];
      const of = { field, variant: variant.name, locale };
      oneContent(draft, content, of, must);
      for (const problem of compileContent(content).problems) {
        found.push({
          severity: 'must',
          field: `${field}.${problem.field}`,
          words: problem.words,
        });
      }
      const { compiled } = compileContent(content);
      const personal = PERSONAL.filter((name) => compiled?.names.has(name) === true);
      if (personal.length > 0 && draft.consent === null) {
        must(
          'consent',
          `Der Text nennt ${personal.join(', ')}. Dafür braucht es eine Einwilligung in Personalisierung.`,
          `The text names ${personal.join(', ')}. That needs consent to personalisation.`,
        );
      }
    }
  });
  if (draft.variants.length > 4) {
    should(
      'variants',
      'Je mehr Varianten, desto länger dauert es, bis eine als beste feststeht.',
      'The more variants, the longer it takes until the best is known.',
    );
  }
}

function oneContent(
  draft: CampaignDraft,
  content: Content,
  of: { field: string; variant: string; locale: 'de' | 'en' },
  must: Say,
): void {
  const { field, variant } = of;
  const german = of.locale === 'de' ? 'auf Deutsch' : 'auf Englisch';
  const english = of.locale === 'de' ? 'in German' : 'in English';
  if (content.headline === '' && content.text === '') {
    must(
      `${field}.headline`,
      `Der Text ${german} fehlt (Variante „${variant}“).`,
      `The text ${english} is missing (variant “${variant}”).`,
    );
  }
  const half = textsOf(content).some(
    ({ field: name, text }) => /\.(label|url)$/.test(name) && text === '',
  );
  if (half) {
    must(
      `${field}.button`,
      `Eine Schaltfläche ${german} hat keine Aufschrift oder keine Adresse (Variante „${variant}“).`,
      `A button ${english} has no label or no address (variant “${variant}”).`,
    );
  }
  if (content.picture !== null && content.picture.alt === '') {
    must(
      `${field}.picture.alt`,
      `Das Bild ${german} braucht eine Beschreibung für Menschen, die es nicht sehen (Variante „${variant}“).`,
      `The picture ${english} needs a description for people who cannot see it (variant “${variant}”).`,
    );
  }
  if (content.code && draft.offerId === null) {
    must(
      'offerId',
      `Variante „${variant}“ zeigt einen Code, aber die Kampagne hat kein Angebot.`,
      `Variant “${variant}” shows a code, but the campaign has no offer.`,
    );
  }
}

function offer(
  draft: CampaignDraft,
  { offer: found, now }: CampaignSurroundings,
  must: Say,
  should: Say,
): void {
  if (draft.offerId === null) {
    if (draft.budget !== null) {
      should(
        'budget',
        'Ein Budget zählt, was Angebote kosten. Diese Kampagne hat keines.',
        'A budget counts what offers cost. This campaign has none.',
      );
    }
    return;
  }
  if (found === undefined) {
    must(
      'offerId',
      'Das gewählte Angebot gibt es nicht mehr.',
      'The chosen offer no longer exists.',
    );
    return;
  }
  const { offer: terms, status } = found;
  if (goesLiveToo(found, now)) {
    should(
      'offerId',
      `Das Angebot „${terms.name}“ ist noch ein Entwurf und geht mit der Kampagne live.`,
      `The offer “${terms.name}” is still a draft and goes live with the campaign.`,
    );
  } else if (status !== 'live') {
    must(
      'offerId',
      `Das Angebot „${terms.name}“ läuft nicht. Veröffentlichen Sie es zuerst.`,
      `The offer “${terms.name}” is not live. Publish it first.`,
    );
  }
  const contents = draft.variants.flatMap(({ contents: { de, en } }) => [de, en]);
  const needsCode = terms.codes !== 'none';
  if (needsCode && !contents.some((content) => content.code)) {
    should(
      'variants',
      'Das Angebot gilt mit Code, aber keine Variante zeigt ihn.',
      'The offer needs a code, but no variant shows it.',
    );
  }
  if (!needsCode && contents.some((content) => content.code)) {
    must(
      'variants',
      'Eine Variante zeigt einen Code, das Angebot hat aber keinen.',
      'A variant shows a code, but the offer has none.',
    );
  }
  if (draft.budget === null) return;
  if (draft.budget.currency !== terms.currency) {
    must(
      'budget',
      'Budget und Angebot haben verschiedene Währungen.',
      'Budget and offer are in different currencies.',
    );
  }
  if (costBound(terms) === null) {
    must(
      'budget',
      'Damit das Budget nie überschritten wird, braucht das Angebot einen Höchstbetrag je Einkauf.',
      'So that the budget is never exceeded, the offer needs a highest amount per purchase.',
    );
  }
}

function schedule(
  { schedule: { from, to, zone, hours } }: CampaignDraft,
  { now }: CampaignSurroundings,
  must: Say,
): void {
  if (to !== null && to <= now) {
    must('schedule.to', 'Das Ende liegt in der Vergangenheit.', 'The end lies in the past.');
  }
  if (from !== null && to !== null && from >= to) {
    must('schedule.to', 'Das Ende liegt vor dem Anfang.', 'The end lies before the beginning.');
  }
  if (!isZone(zone)) {
    must('schedule.zone', 'Diese Zeitzone gibt es nicht.', 'There is no such time zone.');
  }
  if (hours !== null && hours.from === hours.to) {
    must(
      'schedule.hours',
      'Anfang und Ende der Uhrzeit sind gleich.',
      'The hours begin and end at the same time.',
    );
  }
}

function limits(draft: CampaignDraft, should: Say): void {
  if (draft.caps.length === 0) {
    should(
      'caps',
      'Ohne Höchstzahl kann eine Person die Kampagne immer wieder sehen.',
      'Without a limit a person can see the campaign again and again.',
    );
  }
  if (draft.holdoutBp === 0) {
    should(
      'holdoutBp',
      'Ohne Vergleichsgruppe lässt sich nicht sagen, was die Kampagne gebracht hat.',
      'Without a comparison group nobody can say what the campaign achieved.',
    );
  }
}
