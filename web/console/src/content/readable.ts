/**
 * A text with Liquid as a person reads it at a glance: the first of several wordings, and a gap for each name. "Hallo {{ first_name
 * }}" → "Hallo …". A glance only; what really is shown is rendered by the server.
 */
export function readable(words: string): string {
  return words
    .replace(/\{%-?\s*(?:else|elsif)\b[\s\S]*?\{%-?\s*end(?:if|unless)\s*-?%\}/g, '')
    .replace(/\{%[\s\S]*?%\}/g, '')
    .replace(/\{\{[\s\S]*?\}\}/g, '…')
    .replace(/…\.(?=\s|$)/g, '…')
    .trim();
}
