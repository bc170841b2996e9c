import { draw } from './draw.ts';
import type { TagDecision } from './wire.ts';

/** How a placement is filled from code. */
export interface PlacementOptions {
  /** Where it is drawn, as element or selector; without one the decision is only handed over. */
  into?: Element | string;
  /** Reserved height in pixels. */
  minHeight?: number;
  /** Milliseconds to wait for the content. */
  timeout?: number | undefined;
  /** Draws it instead of the tag; gets null when nothing came in time. */
  render?: (decision: TagDecision | null) => void;
}

/** A place on the page that waits for its content. */
interface Slot {
  key: string;
  /** Filled at most once: an answer after the time-out is too late, so that nothing jumps. */
  settle(decision: TagDecision | null): void;
}

/** What placements need of the tag. */
interface Host {
  locale(): string;
  track(event: string, properties: object): void;
  /** Sends what waits, so that the answer comes back in the same round trip as the event. */
  hurry(): void;
  decided(decision: TagDecision): void;
  timeout: number;
}

export interface Placements {
  add(key: string, options?: PlacementOptions): Promise<TagDecision | null>;
  /** The keys to ask for with the next request. */
  take(): Slot[];
  /** Begins to look after `data-augenblick` elements, also those that come later. */
  watch(): void;
}

/** What this page's placements talk to; one tag a page. */
let host: Host;
let waiting: Slot[] = [];
const known = new WeakSet<Element>();

function fill(element: HTMLElement, decision: TagDecision): void {
  const { placement, decisionId, content } = decision;
  if (!content) return;
  const about = { placement, decision_id: decisionId };
  const node = draw(
    content,
    (what, target) => {
      host.track(`Placement ${what}`, { ...about, target });
      if (what === 'Dismissed') node.remove();
    },
    host.locale(),
  );
  element.replaceChildren(node);
  if (decisionId) shown(node, about);
}

/** Tells once, when half of it has come into view. */
function shown(node: Element, about: object): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      host.track('Placement Shown', about);
    },
    { threshold: 0.5 },
  );
  observer.observe(node);
}

function add(key: string, options: PlacementOptions = {}): Promise<TagDecision | null> {
  const { into, minHeight, render, timeout = host.timeout } = options;
  const element = (
    typeof into === 'string' ? document.querySelector(into) : into
  ) as HTMLElement | null;
  if (element) {
    known.add(element);
    if (minHeight) element.style.minHeight = `${minHeight}px`;
  }
  return new Promise((resolve) => {
    let settled = false;
    const slot: Slot = {
      key,
      settle(decision) {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        waiting = waiting.filter((one) => one !== slot);
        try {
          if (decision) host.decided(decision);
          if (render) render(decision);
          else if (element && decision) fill(element, decision);
          // Room that stays empty is given back only below the window, where nobody sees it move.
          if (element?.childNodes.length === 0 && below(element)) element.style.minHeight = '';
        } catch {
          // What a page's own renderer throws is not the page's end.
        }
        resolve(decision);
      },
    };
    const timer = setTimeout(() => slot.settle(null), timeout);
    waiting.push(slot);
    host.hurry();
  });
}

function scan(): void {
  for (const element of document.querySelectorAll<HTMLElement>('[data-augenblick]')) {
    const { augenblick: key, augenblickDecision, minHeight, timeout } = element.dataset;
    if (!key || known.has(element)) continue;
    if (augenblickDecision) {
      // The shop's server has filled it already; only what becomes of it is told.
      known.add(element);
      const about = { placement: key, decision_id: augenblickDecision };
      shown(element, about);
      element.addEventListener('click', ({ target }) => {
        if ((target as Element).closest('a')) host.track('Placement Clicked', about);
      });
    } else
      void add(key, {
        into: element,
        minHeight: Number(minHeight),
        timeout: Number(timeout) || undefined,
      });
  }
}

/** The placements of this page. */
export function openPlacements(page: Host): Placements {
  host = page;
  return {
    add,
    take() {
      const slots = waiting;
      waiting = [];
      return slots;
    },
    watch() {
      scan();
      new MutationObserver(scan).observe(document.documentElement, {
        childList: true,
        subtree: true,
      });
    },
  };
}

function below(element: Element): boolean {
  return element.getBoundingClientRect().top > innerHeight;
}
