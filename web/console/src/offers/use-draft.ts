import type { OfferDraft } from '@augenblick/contract';
import type { OfferOne } from '@augenblick/contract/api/offer.ts';
import { useDraft } from '../shell/use-draft.ts';
import type { Drafting as AnyDrafting } from '../shell/use-draft.ts';
import { draftOfOffer } from './kinds.ts';

/** An offer under somebody's hands; `one` is what the server answered last: words and findings. */
export type Drafting = AnyDrafting<OfferDraft, OfferOne>;

/** An offer's draft that saves itself. */
export function useOfferDraft(first: OfferOne): Drafting {
  return useDraft(first, {
    place: 'offers',
    id: first.offer.id,
    draftOf: ({ offer }) => draftOfOffer(offer),
    stampOf: ({ offer }) => offer.updatedAt,
  });
}
