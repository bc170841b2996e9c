import type { MessageSummary } from '@augenblick/contract/api/delivery.ts';

type OfChannel = MessageSummary['byChannel'][number];

/**
 * Shares above which mailbox providers react. Returned: 2 % is what most bulk-sender guides call the limit of a clean list;
 * complaints: Gmail and Yahoo ask for less than 0.1 % and act at 0.3 % (sender requirements of 2024).
 */
export const LIMITS = { bounced: 0.02, complained: 0.001 } as const;

/** Shares of what was sent; null while nothing was. */
export interface Rates {
  sent: number;
  arrived: number | null;
  bounced: number | null;
  complained: number | null;
  unsubscribed: number | null;
}

/** What became of a channel's messages. Arrived = what neither came back nor failed: few servers confirm by themselves. */
export function ratesOf(counts: OfChannel | undefined): Rates {
  const sent = counts?.sent ?? 0;
  if (!counts || sent <= 0) {
    return { sent: 0, arrived: null, bounced: null, complained: null, unsubscribed: null };
  }
  const share = (count: number): number => Math.min(1, Math.max(0, count / sent));
  return {
    sent,
    arrived: share(sent - counts.bounced),
    bounced: share(counts.bounced),
    complained: share(counts.complained),
    unsubscribed: share(counts.unsubscribed),
  };
}
