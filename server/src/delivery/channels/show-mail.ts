/** The headers of a caught mail as the console lists them. Pure. */

const HEADERS_MAX = 60;

/** Name and value, folded lines joined. Values stay as they are on the wire. */
export function shownHeaders(source: Uint8Array): { name: string; value: string }[] {
  const text = Buffer.from(source).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  return text
    .slice(0, end < 0 ? text.length : end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .slice(0, HEADERS_MAX)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon <= 0
        ? []
        : [{ name: line.slice(0, colon), value: line.slice(colon + 1).trim() }];
    });
}
