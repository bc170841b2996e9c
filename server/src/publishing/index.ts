/** Drafts and their versions: what everything has in common that is edited first and live later. */
export { type Asked, type DraftDeps, Drafts, later } from './drafts.ts';
export { draftFacts } from './facts.ts';
export { nextStatus, requireReady, type StatusStep } from './status.ts';
