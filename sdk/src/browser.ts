/**
 * The tag as a script: takes over from the snippet's stub on `window.augenblick`, makes the calls that waited there, and
 * stays there. Options stand in the stub (`_options`) or as data attributes of the script.
 */
import { createTag, type Tag } from './tag.ts';
import type { TagOptions } from './wire.ts';

/** Milliseconds after the page has loaded. */
const AT_REST = 1_000;

/** A call that waited: name, arguments. */
type Waiting = [name: keyof Tag, ...args: unknown[]];
type Stub = Waiting[] & { _options?: TagOptions; loaded?: boolean };

function start(): void {
  const page = window as unknown as { augenblick?: Stub };
  const stub = page.augenblick;
  const script = document.currentScript as HTMLScriptElement | null;
  const options = Object.assign({}, script?.dataset, stub?._options) as unknown as TagOptions;
  if (!options.writeKey || stub?.loaded) return;
  const origin = script ? new URL(script.src).origin : location.origin;
  const tag = createTag({ ...options, endpoint: options.endpoint ?? origin });
  const calls: Waiting[] = Array.isArray(stub) ? stub.slice() : [];
  const made = Object.assign(tag, {
    loaded: true,
    push: (call: Waiting) => run(tag, call),
  });
  page.augenblick = made as unknown as Stub;
  // Consent first, so that what waited is sent under the right rule.
  calls.sort((a, b) => Number(b[0] === 'consent') - Number(a[0] === 'consent'));
  for (const call of calls) run(tag, call);
  if (options.vitals) loadLate(`${options.endpoint ?? origin}/vitals.js`);
}

function run(tag: Tag, [name, ...args]: Waiting): void {
  (tag[name] as ((...a: unknown[]) => void) | undefined)?.(...args);
}

/** After the page has loaded and come to rest. */
function loadLate(src: string): void {
  const late = (): void =>
    void setTimeout(() => {
      const script = document.createElement('script');
      script.src = src;
      document.head.append(script);
    }, AT_REST);
  addEventListener('load', late);
  if (document.readyState === 'complete') late();
}

try {
  start();
} catch {
  // A shop's page never breaks because of its tag.
}
