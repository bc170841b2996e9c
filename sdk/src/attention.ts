/** Seconds of reading after which a page is reported as read: three signals a page at most. */
const READ_AFTER = [15, 60, 180];
/** Without a touch, key or scroll for so long nobody is reading (ms). */
const IDLE_AFTER = 30_000;
const TICK = 5_000;

interface Host {
  track(event: string, properties: object): void;
  /** The page is hidden or going. */
  leave(): void;
}

/** Counts how long and how far a page is read; `turn` begins a new page. */
export function watchAttention(host: Host, wanted: boolean): { turn(): void } {
  let seconds = 0;
  let depth = 0;
  let told = 0;
  let last = Date.now();
  const seen = (): void => {
    last = Date.now();
    const { scrollHeight } = document.documentElement;
    const reached = Math.round(((scrollY + innerHeight) / Math.max(1, scrollHeight)) * 100);
    depth = Math.max(depth, Math.min(100, reached));
  };
  const report = (event: string): void => {
    if (wanted) host.track(event, { seconds, scroll_depth: depth });
  };
  const left = (): void => {
    // Told once per stretch of reading: hiding and showing a tab again says nothing new.
    if (seconds > told) report('Page Left');
    told = seconds;
  };
  const gone = (): void => {
    left();
    host.leave();
  };
  for (const name of ['pointerdown', 'keydown', 'scroll'])
    addEventListener(name, seen, { passive: true, capture: true });
  setInterval(() => {
    if (document.hidden || Date.now() - last > IDLE_AFTER) return;
    seconds += TICK / 1000;
    if (READ_AFTER.includes(seconds)) report('Page Read');
  }, TICK);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) gone();
  });
  addEventListener('pagehide', gone);
  return {
    turn() {
      left();
      seconds = depth = told = 0;
      last = Date.now();
    },
  };
}
