import { hash } from 'node:crypto';

/** A UUID (version 8) made from texts: the same texts give the same id, so that nothing is told twice. */
export function factId(...parts: (string | number)[]): string {
  const hex = hash('sha256', parts.join('\n'), 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
