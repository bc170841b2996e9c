/** A figure with its name as people read it, its name in the JSON line, and what was aimed at. */
export interface Figure {
  label: string;
  key: string;
  value: number;
  unit?: string;
  target?: string;
}

/** Prints a table and, as the last line, one JSON object with all figures. */
export function report(
  name: string,
  about: Record<string, unknown>,
  figures: readonly Figure[],
): void {
  const width = Math.max(...figures.map(({ label }) => label.length));
  console.log(`\n${name}`);
  for (const { label, value, unit = '', target } of figures) {
    console.log(
      `  ${label.padEnd(width)}  ${String(value).padStart(10)} ${unit.padEnd(9)} ${target === undefined ? '' : `aim ${target}`}`,
    );
  }
  const json = {
    name,
    ...about,
    ...Object.fromEntries(figures.map(({ key, value }) => [key, value])),
  };
  const targets = Object.fromEntries(
    figures.filter(({ target }) => target !== undefined).map(({ key, target }) => [key, target]),
  );
  console.log(JSON.stringify({ ...json, targets }));
}

/** A number from `--name value`, or the standard one. */
export function option(name: string, standard: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? standard : Number(process.argv[at + 1]);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} needs a positive number`);
  return value;
}

/** Rounds to a number of decimals. */
export function round(value: number, decimals = 0): number {
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}
