/** The front door of the contract: everything server, console, SDK and tools agree on. No I/O here. */
export * from './campaign.ts';
export * from './consent.ts';
export * from './decision.ts';
export * from './event.ts';
export * from './failure.ts';
export * from './id.ts';
export * from './identity.ts';
export * from './json.ts';
export * from './moment.ts';
export * from './money.ts';
export * from './offer.ts';
export * from './order.ts';
export * from './placement.ts';
export * from './profile.ts';
export * from './role.ts';
export * from './source.ts';
