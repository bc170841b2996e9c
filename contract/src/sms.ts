/** Signs of the GSM alphabet (3GPP TS 23.038); those of the second line count twice. */
const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_TWICE = '^{}\\[~]|€\f';
const SINGLE = new Set(GSM);
const TWICE = new Set(GSM_TWICE);

/** How many parts an SMS takes: 160 signs alone, 153 each of several; 70 and 67 when a sign is not in the GSM alphabet. */
export function smsParts(text: string): { parts: number; characters: number; unicode: boolean } {
  let signs = 0;
  let unicode = false;
  for (const sign of text) {
    if (SINGLE.has(sign)) signs += 1;
    else if (TWICE.has(sign)) signs += 2;
    else unicode = true;
  }
  // Unicode counts UTF-16 units.
  const characters = unicode ? text.length : signs;
  const [alone, each] = unicode ? [70, 67] : [160, 153];
  const parts = characters <= alone ? 1 : Math.ceil(characters / each);
  return { parts: text === '' ? 0 : parts, characters, unicode };
}

/** A short message as one text, as channels send it that know neither titles nor buttons. */
export function shortText(
  content: { title: string; text: string; url: string | null },
  withTitle: boolean,
): string {
  return [withTitle ? content.title : '', content.text, content.url ?? '']
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n');
}
