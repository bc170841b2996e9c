/** Characters that mean something in HTML text or a quoted attribute. */
const SPECIAL = /[&<>"']/;
const SPECIALS = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML, safe between tags and within a quoted attribute. */
export function escapeHtml(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIALS, (sign) => ENTITIES[sign] ?? sign) : text;
}

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
