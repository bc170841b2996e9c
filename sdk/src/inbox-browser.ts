/** inbox.js: a bell for signed-in customers. What it needs stands in data attributes of the script. */
import { element } from './element.ts';
import { type InboxCalls, openInbox } from './inbox.ts';

const script = document.currentScript as HTMLScriptElement | null;
const page = window as unknown as { augenblickInbox?: InboxCalls };

function begin(from: HTMLScriptElement): void {
  const { writeKey, userId, userProof, endpoint, lang, accent } = from.dataset;
  if (!writeKey || !userId || !userProof) return;
  const waiting = document.querySelector('[data-augenblick-inbox]');
  const host = element('div');
  if (waiting) waiting.replaceChildren(host);
  else from.after(host);
  const language = lang ?? (document.documentElement.lang || navigator.language);
  page.augenblickInbox = openInbox({
    writeKey,
    userId,
    userProof,
    endpoint: endpoint ?? new URL(from.src).origin,
    language: language.startsWith('de') ? 'de' : 'en',
    accent,
    host,
  });
}

if (script && document.readyState === 'loading')
  document.addEventListener('DOMContentLoaded', () => begin(script), { once: true });
else if (script) begin(script);
