/**
 * Signs of the private use area mark structure inside of texts (markup.ts, parts.ts) and therefore never come from outside;
 * neither do control characters, which no mail program shows.
 */
const PRIVATE = /[\uE000-\uF8FF\p{Cc}]/u;
const PRIVATES = /[\uE000-\uF8FF]|(?![\n\t])\p{Cc}/gu;

/** A text without our structural signs and control characters; line breaks and tabs stay. */
export function plainText(text: string): string {
  return PRIVATE.test(text) ? text.replace(PRIVATES, '') : text;
}
