/** A block's settings may still be on their way; so many frames later nobody waits for them any more. */
const FRAMES_MAX = 40;

/**
 * Brings a block or a line of the editor into view and puts the cursor there, once it stands on the page: a block opens first,
 * a language changes first.
 */
export function showPlace(place: { block?: string | null; line?: string | null }): void {
  const id = place.block ? `block-${place.block}` : `line-${place.line ?? 'subject'}`;
  const before = document.activeElement;
  // Two frames: React draws in the first, the browser lays out in the second.
  later(2, () => look(id, before, FRAMES_MAX));
}

function look(id: string, before: Element | null, left: number): void {
  // Whoever has gone on to something else meanwhile is not called back.
  const { activeElement } = document;
  if (activeElement !== before && activeElement !== document.body) return;
  const found = document.getElementById(id);
  const field = found?.matches('input, textarea')
    ? found
    : found?.querySelector<HTMLElement>('input, textarea');
  if (!field && left > 0) {
    later(1, () => look(id, before, left - 1));
    return;
  }
  const target = field ?? found?.querySelector<HTMLElement>('button[aria-expanded]');
  found?.scrollIntoView({ block: 'center' });
  target?.focus({ preventScroll: true });
}

function later(frames: number, call: () => void): void {
  window.requestAnimationFrame(() => (frames > 1 ? later(frames - 1, call) : call()));
}
