/** A clock on the wall of a zone and an instant, both ways; the browser's own field knows no zones. */

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  FORMATS.set(zone, made);
  return made;
}

/** `2026-11-22T09:30` as the wall shows it in `zone` at `at` (ms). */
export function wallOf(at: number, zone: string): string {
  return formatOf(zone).format(at).replace(' ', 'T');
}

/**
 * The instant (ms) at which a wall in `zone` shows `wall`; null when the text is none. In the hour that a change to summer
 * time leaves out, the instant an hour later; in the one that happens twice, the first.
 */
export function instantOf(wall: string, zone: string): number | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (!Number.isFinite(asUtc)) return null;
  const offsetAt = (at: number): number => Date.parse(`${wallOf(at, zone)}Z`) - at;
  // The offset of the day before and the day after: between them lies every change of the clock.
  const [before, after] = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)];
  const first = asUtc - before;
  if (offsetAt(first) === before) return first;
  const second = asUtc - after;
  return offsetAt(second) === after ? second : first;
}

/** Minutes since midnight as a clock shows them. */
export function clockOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}
