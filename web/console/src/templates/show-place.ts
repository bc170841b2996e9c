/**
 * Brings a block or a line of the editor into view and puts the cursor there, once it stands on the page: a block opens first,
 * a language changes first.
 */
export function showPlace(place: { block?: string | null; line?: string | null }): void {
  const id = place.block ? `block-${place.block}` : `line-${place.line ?? 'subject'}`;
  window.requestAnimationFrame(() => {
    window.requestAnimationFrame(() => {
      const found = document.getElementById(id);
      const field = found?.matches('input, textarea')
        ? found
        : found?.querySelector<HTMLElement>('input, textarea, button[aria-expanded]');
      found?.scrollIntoView({ block: 'center' });
      field?.focus({ preventScroll: true });
    });
  });
}
