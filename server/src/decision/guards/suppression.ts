import type { Guard } from './guard.ts';

/** Who withdrew personalisation or profiling is not chosen for, whatever the campaign says about itself. */
export const suppression: Guard = {
  name: 'suppression',
  reasons: ['objected'],
  once: true,
  check: (_candidate, { shopper: { consents } }) =>
    consents['personalisation:any']?.state === 'withdrawn' ||
    consents['profiling:any']?.state === 'withdrawn'
      ? 'objected'
      : null,
};
