/** A fresh id for a block: 12 letters and digits. Random, because two people may write on copies of one template. */
export function newBlockId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `b${[...bytes].map((byte) => (byte % 36).toString(36)).join('')}`;
}
