/** What a shopper wants right now: to know, to go, to do, to buy. */
export const MOMENTS = ['know', 'go', 'do', 'buy'] as const;
export type Moment = (typeof MOMENTS)[number];

/** How a moment looks everywhere: a colour and a shape, never colour alone. */
export interface MomentLook {
  /** CSS custom property. */
  color: string;
  /** Filled shape on a 16 × 16 grid. */
  shape: string;
}

/** Circle, arrow, spark and bag. */
export const MOMENT_LOOKS: Readonly<Record<Moment, MomentLook>> = {
  know: {
    color: 'var(--know)',
    shape: 'M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z',
  },
  go: {
    color: 'var(--go)',
    shape: 'M8.6 2.2 14.4 8l-5.8 5.8-1.9-1.9 2.5-2.5H1.8V6.6h7.4L6.7 4.1z',
  },
  do: {
    color: 'var(--do)',
    shape: 'M8 .9 9.9 6.1 15.1 8 9.9 9.9 8 15.1 6.1 9.9 .9 8 6.1 6.1z',
  },
  buy: {
    color: 'var(--buy)',
    shape: 'M5 5V4.2a3 3 0 0 1 6 0V5h2.1l.9 9.4H2L2.9 5zm1.5 0h3V4.2a1.5 1.5 0 0 0-3 0z',
  },
};
