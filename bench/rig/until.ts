import { setInterval } from 'node:timers/promises';

/**
 * Looks every `everyMs` until `reached` says yes; answers false when it has not within `withinMs`. A database tells nobody
 * what changed in it, so it is asked.
 */
export async function until(
  reached: () => boolean | Promise<boolean>,
  { everyMs, withinMs }: { everyMs: number; withinMs: number },
): Promise<boolean> {
  const end = performance.now() + withinMs;
  if (await reached()) return true;
  for await (const _ of setInterval(everyMs)) {
    if (await reached()) return true;
    if (performance.now() > end) break;
  }
  return false;
}
