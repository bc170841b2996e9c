/** Offers: what shoppers are given, with which codes, and what was redeemed. */
export { type Candidate, combine, costBound, costOf, type KnownCart } from './combine.ts';
export { moneyText, offerWords, percentText, reasonWords } from './words.ts';
