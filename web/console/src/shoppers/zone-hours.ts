/**
 * Turns the day so that it begins at midnight of a zone, by the zone's offset at `at`; half hours are rounded. Habits
 * recorded at another daylight saving time are off by one hour, which the picture cannot show anyway.
 */
export function toZone(hours: readonly number[], zone: string, at: number): number[] {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    hour12: false,
  });
  const shift = (Number(parts.format(at)) % 24) - new Date(at).getUTCHours();
  return Array.from({ length: 24 }, (_, hour) => hours[(hour - shift + 48) % 24] ?? 0);
}
