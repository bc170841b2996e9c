/**
 * Core Web Vitals of a page, told once when it is left: how fast it was for this shopper on this device. Loaded late, a
 * file of its own. Definitions as web.dev has them: LCP (largest paint until the first input), CLS (largest session window:
 * gaps under 1 s, at most 5 s), INP (slowest interaction, of 50 and more the 98th percentile), TTFB.
 */

/** What is measured; undefined where the browser does not say. Milliseconds, but for CLS. */
export interface Vitals {
  lcp?: number;
  inp?: number;
  cls?: number;
  ttfb?: number;
}

interface Shift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
}
interface Interaction extends PerformanceEntry {
  interactionId?: number;
}

const GAP = 1_000;
const WINDOW = 5_000;
/** Of so many interactions the slowest one is left out. */
const OUTLIER_OF = 50;
const SLOWEST_KEPT = 10;

/** The largest sum of shifts within one session window. Pure. */
export function layoutShift(shifts: readonly { startTime: number; value: number }[]): number {
  let [worst, sum, first, last] = [0, 0, 0, 0];
  for (const { startTime, value } of shifts) {
    const same = sum > 0 && startTime - last < GAP && startTime - first < WINDOW;
    if (!same) [sum, first] = [0, startTime];
    sum += value;
    last = startTime;
    worst = Math.max(worst, sum);
  }
  return worst;
}

/** The slow interaction that counts, of all durations by interaction. Pure; undefined without any. */
export function slowInteraction(durations: readonly number[], count: number): number | undefined {
  const slowest = [...durations].sort((a, b) => b - a);
  return slowest[Math.min(slowest.length - 1, Math.floor(count / OUTLIER_OF))];
}

/** Measures from now on, what was before included; the function returned tells how it stands. */
export function measureVitals(): () => Vitals {
  let lcp: number | undefined;
  let lcpOpen = true;
  const shifts: Shift[] = [];
  const interactions = new Map<number, number>();
  let slowest: number[] = [];
  observe('largest-contentful-paint', (entry) => {
    if (lcpOpen) lcp = entry.startTime;
  });
  observe('layout-shift', (entry) => {
    if (!(entry as Shift).hadRecentInput) shifts.push(entry as Shift);
  });
  observe(
    'event',
    (entry) => {
      const { interactionId, duration } = entry as Interaction;
      if (!interactionId) return;
      interactions.set(interactionId, Math.max(duration, interactions.get(interactionId) ?? 0));
      slowest = [...interactions.values()].sort((a, b) => b - a).slice(0, SLOWEST_KEPT);
    },
    { durationThreshold: 40 },
  );
  for (const name of ['keydown', 'click', 'visibilitychange'])
    addEventListener(name, () => (lcpOpen = false), { once: true, capture: true });
  return () => {
    const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const inp = slowInteraction(slowest, interactions.size);
    return {
      ...(lcp === undefined ? {} : { lcp: Math.round(lcp) }),
      ...(inp === undefined ? {} : { inp: Math.round(inp) }),
      cls: Math.round(layoutShift(shifts) * 10_000) / 10_000,
      ...(load ? { ttfb: Math.round(load.responseStart) } : {}),
    };
  };
}

function observe(
  type: string,
  seen: (entry: PerformanceEntry) => void,
  more: Record<string, unknown> = {},
): void {
  try {
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(seen));
    observer.observe({ type, buffered: true, ...more });
  } catch {
    // A browser that does not measure this.
  }
}

/** Phone, tablet or desktop, by what the page has to fit into. */
export function deviceOf(width: number, coarse: boolean): 'phone' | 'tablet' | 'desktop' {
  if (!coarse) return 'desktop';
  return width < 600 ? 'phone' : 'tablet';
}

/** Kind of page: what the page says (`<body data-page-type>`), else the first step of its path. */
export function pageTypeOf(said: string | undefined, path: string): string {
  return said ?? (path.split('/').find(Boolean) ?? 'home').slice(0, 40);
}

/** Tells `track` the vitals once, when the page is hidden for the first time. */
export function reportVitals(track: (event: string, properties: object) => void): void {
  const read = measureVitals();
  // The type of the page that was loaded; what came later within it was no load.
  const pageType = pageTypeOf(document.body.dataset['pageType'], location.pathname);
  const device = deviceOf(innerWidth, matchMedia('(pointer: coarse)').matches);
  let told = false;
  const tell = (): void => {
    if (told || !document.hidden) return;
    told = true;
    track('Web Vitals', { ...read(), page_type: pageType, device });
  };
  // Before the tag's own listener, which hands everything over: captured at the window.
  addEventListener('visibilitychange', tell, true);
}
