import type { LiveMessage, LiveTopic } from '@augenblick/contract/api/live.ts';

/** open: messages come; waiting: the connection is being made (again). */
export type LiveState = 'open' | 'waiting';

export interface LiveOptions {
  retailerId: number;
  topics: readonly LiveTopic[];
  onMessage: (message: LiveMessage) => void;
  onState?: (state: LiveState) => void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * Listens to a retailer's live messages until the returned function is called. The browser reconnects by itself after a
 * dropped line; where it gives up (the server answered with an error), we try again with growing pauses. After every
 * `hello` the caller loads its snapshot again, because messages between two connections are not kept.
 */
export function listen(options: LiveOptions): () => void {
  const { retailerId, topics, onMessage, onState } = options;
  let source: EventSource | null = null;
  let timer: number | undefined;
  let wait = FIRST_WAIT_MS;
  let stopped = false;

  const connect = (): void => {
    if (stopped) return;
    source = new EventSource(`/api/r/${retailerId}/live/stream?topics=${topics.join(',')}`);
    source.addEventListener('open', () => {
      wait = FIRST_WAIT_MS;
      onState?.('open');
    });
    source.addEventListener('message', (event: MessageEvent<string>) => {
      const message = parse(event.data);
      if (message) onMessage(message);
    });
    source.addEventListener('error', () => {
      onState?.('waiting');
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
  };
  onState?.('waiting');
  connect();
  return () => {
    stopped = true;
    window.clearTimeout(timer);
    source?.close();
  };
}

/** A message that cannot be read is left out: the next snapshot brings what it said. */
function parse(data: string): LiveMessage | null {
  try {
    return JSON.parse(data) as LiveMessage;
  } catch {
    return null;
  }
}
