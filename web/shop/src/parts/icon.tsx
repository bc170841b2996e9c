/** @jsxImportSource preact */

/** Lines on a field of 24 × 24. */
const PATHS = {
  search: 'M11 4a7 7 0 1 0 .1 0zM16.2 16.2 21 21',
  cart: 'M3 4h2.5l2 11.5h10l2-8H6.2M9.5 20h.1M16.5 20h.1',
  heart: 'M12 20C4 14.5 3 9.5 6 6.8c2.3-2 5-.8 6 1.4 1-2.2 3.7-3.4 6-1.4 3 2.7 2 7.7-6 13.2z',
  scale: 'M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z',
  pin: 'M12 21c5-6 7-9 7-12a7 7 0 1 0-14 0c0 3 2 6 7 12zM12 6.8a2.4 2.4 0 1 0 .1 0z',
  sun: 'M12 8a4 4 0 1 0 .1 0zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M19 5l-1.4 1.4M6.4 17.6 5 19',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5z',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.5 10 17 19 7',
  eye: 'M2.5 12C6 6.5 18 6.5 21.5 12 18 17.5 6 17.5 2.5 12zM12 9.4a2.6 2.6 0 1 0 .1 0z',
  book: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11',
} as const;
export type IconName = keyof typeof PATHS;

/** A drawing beside words; never alone without a label around it. */
export function Icon({ name, filled = false }: { name: IconName; filled?: boolean }) {
  return (
    <svg class={`icon${filled ? ' filled' : ''}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
