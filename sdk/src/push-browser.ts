/** push.js: puts `augenblickPush` on the page. Write key and worker stand as data attributes of the script. */
import { createPush } from './push.ts';

const script = document.currentScript as HTMLScriptElement | null;
const page = window as unknown as {
  augenblick?: { anonymousId?: string };
  augenblickPush?: ReturnType<typeof createPush>;
};
const { writeKey, endpoint, worker } = script?.dataset ?? {};
if (script && writeKey)
  page.augenblickPush = createPush({
    writeKey,
    endpoint: endpoint ?? new URL(script.src).origin,
    worker: worker ?? '/augenblick-push.js',
    anonymousId: () => page.augenblick?.anonymousId ?? crypto.randomUUID(),
    locale: () => document.documentElement.lang || navigator.language,
  });
