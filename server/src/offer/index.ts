/** Offers: what shoppers are given, with which codes, and what was redeemed. */
export { type CodeKeys, createCodeKeys, readable, shopperCode } from './code.ts';
export { releaseShoppers } from './codes.ts';
export { type Candidate, combine, costBound, costOf, type KnownCart } from './combine.ts';
export { draftOf } from './example.ts';
export { offerFindings } from './findings.ts';
export {
  type CodeWish,
  type IssueContext,
  type IssuedCode,
  issueCodes,
  type NotIssued,
} from './issue.ts';
export {
  addOffer,
  createOffer,
  type OfferDeps,
  publishOffer,
  stepOffer,
} from './offers.ts';
export { allTallies, type TallyRow } from './queries.ts';
export { keptOf } from './queries-code.ts';
export type { RedeemDeps } from './redeem.ts';
export { type OfferRoutesDeps, offerRoutes } from './routes.ts';
export { offerShopRoutes, type ShopRoutesDeps } from './routes-shop.ts';
export { createOfferSweep, type OfferSweep } from './sweep.ts';
export { moneyText, offerWords, percentText, reasonWords } from './words.ts';
