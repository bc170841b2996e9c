import type { SourceKind } from '@augenblick/contract';
import type { IconName } from '@augenblick/ui';

/** Drawing that stands for a kind of source. */
export const SOURCE_ICONS: Readonly<Record<SourceKind, IconName>> = {
  web: 'globe',
  app: 'device',
  server: 'server',
  till: 'till',
  kiosk: 'kiosk',
  store: 'store',
  import: 'upload',
  demo: 'flask',
  console: 'user',
};

/** What a source is doing, told apart in the list. */
export type Health = 'waiting' | 'paused' | 'running' | 'quiet';

const DAY_MS = 24 * 60 * 60_000;

/** quiet: has sent before, but nothing for a day. */
export function healthOf(
  source: { paused: boolean; lastSeenAt: number | null },
  now: number,
): Health {
  if (source.paused) return 'paused';
  if (source.lastSeenAt === null) return 'waiting';
  return now - source.lastSeenAt > DAY_MS ? 'quiet' : 'running';
}

/** Sources that work by themselves: nobody connects to them from outside. */
export function isOwn(kind: SourceKind): boolean {
  return kind === 'import' || kind === 'demo' || kind === 'console';
}
