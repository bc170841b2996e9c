/** How many parts a text takes as SMS (GSM 03.38, 3GPP TS 23.038). Pure. */

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Each takes two places. */
const EXTENDED = '^{}\\[~]|€';

/** Parts of a text: 160 letters of the basic alphabet, 70 of any other; less where there are several. */
export function smsParts(text: string): number {
  let places = 0;
  for (const character of text) {
    if (BASIC.includes(character)) places += 1;
    else if (EXTENDED.includes(character)) places += 2;
    else return parts(text.length, 70, 67);
  }
  return parts(places, 160, 153);
}

function parts(length: number, single: number, each: number): number {
  return length <= single ? 1 : Math.ceil(length / each);
}

/** Title, text and address as one text. */
export function shortText(
  content: { title: string; text: string; url: string | null },
  withTitle: boolean,
): string {
  return [withTitle ? content.title : '', content.text, content.url ?? '']
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n');
}
