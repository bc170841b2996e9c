import type { OfferDraft } from '@augenblick/contract';
import type { OfferFinding } from '@augenblick/contract/api/offer.ts';
import { costBound } from './combine.ts';

/** What must be put right before an offer goes live, and what is worth a thought. Pure. */
export function offerFindings(offer: OfferDraft, now: number): OfferFinding[] {
  const found: OfferFinding[] = [];
  const must = (field: string, de: string, en: string): void => {
    found.push({ severity: 'must', field, words: { de, en } });
  };
  const should = (field: string, de: string, en: string): void => {
    found.push({ severity: 'should', field, words: { de, en } });
  };
  if (offer.title.de === '' || offer.title.en === '') {
    must(
      'title',
      'Der Titel fehlt auf Deutsch oder Englisch. Kundinnen und Kunden lesen ihn im Warenkorb.',
      'The title is missing in German or English. Shoppers read it in their cart.',
    );
  }
  times(offer, now, must);
  codes(offer, must, should);
  limits(offer, must, should);
  return found;
}

type Say = (field: string, de: string, en: string) => void;

function times({ validFrom, validTo, benefit }: OfferDraft, now: number, must: Say): void {
  if (validTo !== null && validTo <= now) {
    must('validTo', 'Das Ende liegt in der Vergangenheit.', 'The end lies in the past.');
  }
  if (validFrom !== null && validTo !== null && validFrom >= validTo) {
    must('validTo', 'Das Ende liegt vor dem Anfang.', 'The end lies before the beginning.');
  }
  if (benefit.kind === 'early_access' && benefit.until <= now) {
    must(
      'benefit.until',
      'Der Tag, ab dem alle kaufen können, liegt in der Vergangenheit.',
      'The day from which everybody can buy lies in the past.',
    );
  }
}

function codes(offer: OfferDraft, must: Say, should: Say): void {
  if (offer.codes === 'public' && offer.publicCode === null) {
    must('publicCode', 'Das Codewort fehlt.', 'The code word is missing.');
  }
  const forAll = offer.codes !== 'single' && !offer.terms.newCustomersOnly;
  if (offer.audience === 'individual' && forAll) {
    must(
      'audience',
      'Ein Angebot für einzelne Personen braucht Einmal-Codes; sonst kann es jede und jeder nutzen, und es gilt als öffentlich.',
      'An offer for single persons needs single-use codes; otherwise everybody can use it, and it counts as public.',
    );
  }
  if (offer.codes === 'public' && offer.stock === null && offer.budgetMinor === null) {
    should(
      'stock',
      'Ein öffentlicher Code macht schnell die Runde. Eine Höchstzahl oder ein Budget begrenzt, was er kosten kann.',
      'A public code gets around quickly. A number or a budget limits what it can cost.',
    );
  }
}

function limits(offer: OfferDraft, must: Say, should: Say): void {
  const { benefit, terms } = offer;
  if (offer.budgetMinor !== null && costBound(offer) === null) {
    must(
      'benefit.maxMinor',
      'Damit das Budget nie überschritten wird, braucht dieses Angebot einen Höchstbetrag je Einkauf.',
      'So that the budget is never exceeded, this offer needs a highest amount per purchase.',
    );
  }
  const bound = costBound(offer);
  if (offer.budgetMinor !== null && bound !== null && bound > offer.budgetMinor) {
    must(
      'budgetMinor',
      'Das Budget reicht nicht einmal für einen Einkauf.',
      'The budget does not even cover one purchase.',
    );
  }
  if (benefit.kind === 'amount' && (terms.minBasketMinor ?? 0) < benefit.amountMinor) {
    should(
      'terms.minBasketMinor',
      'Ohne Mindestwert über dem Nachlass bleibt von kleinen Einkäufen nichts zu bezahlen.',
      'Without a minimum above the reduction, small purchases have nothing left to pay.',
    );
  }
  if (benefit.kind === 'percentage' && benefit.percentBp > 5000) {
    should(
      'benefit.percentBp',
      'Mehr als die Hälfte Nachlass: Ist das so gemeint?',
      'More than half off: is that what you mean?',
    );
  }
  if (benefit.kind === 'percentage' && offer.stacking.mode === 'together') {
    should(
      'stacking',
      'Dieses Angebot gilt zusammen mit anderen. Das Beispiel zeigt, was dann zu bezahlen bleibt.',
      'This offer applies together with others. The example shows what is left to pay.',
    );
  }
  if (benefit.kind === 'gift' && benefit.productId === '') {
    must('benefit.productId', 'Das Geschenk fehlt.', 'The gift is missing.');
  }
}
