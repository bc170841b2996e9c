/** True for an address of this very server: `/media/…`, or the same origin spelled out. */
export function isOwnAddress(url: string): boolean {
  if (url === '') return false;
  try {
    return new URL(url, window.location.href).origin === window.location.origin;
  } catch {
    return false;
  }
}
