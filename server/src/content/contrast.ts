/** Contrast as WCAG 2.2 measures it (1.4.3), for colours `#rrggbb`. */

function channels(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** A mix of two colours; 0 = the first, 1 = the second. */
export function mix(one: string, other: string, share: number): string {
  const from = channels(one);
  const to = channels(other);
  const parts = from.map((part, i) => Math.round(part + ((to[i] ?? part) - part) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Least contrast of words (WCAG AA). */
export const READABLE = 4.5;

/** The colour, moved towards black or white just as far as it can be read on the ground. */
export function readableOn(colour: string, ground: string): string {
  const goal = luminance(ground) > 0.18 ? '#000000' : '#ffffff';
  for (let share = 0; share <= 1; share += 0.05) {
    const moved = mix(colour, goal, share);
    if (contrast(moved, ground) >= READABLE) return moved;
  }
  return goal;
}

/** White or near-black, whichever is easier to read on the colour. */
export function inkOn(colour: string): string {
  return contrast('#ffffff', colour) >= contrast('#1e1b18', colour) ? '#ffffff' : '#1e1b18';
}
