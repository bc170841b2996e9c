/** "Sommer" → "Sommer (2)", "Sommer (2)" → "Sommer (3)"; within the length of a name. */
export function copyName(name: string): string {
  const match = /^(.*) \((\d+)\)$/.exec(name);
  const stem = (match?.[1] ?? name).slice(0, 110);
  return `${stem} (${Number(match?.[2] ?? 1) + 1})`;
}
