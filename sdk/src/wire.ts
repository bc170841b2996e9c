import type { RenderedContent } from '@augenblick/contract';

/** What the tag is told when it starts. */
export interface TagOptions {
  /** Write key of a source of kind web or app; it is public. */
  writeKey: string;
  /** Address of the installation without a path; the tag's own origin when left out. */
  endpoint?: string;
  /** Before an answer to the banner: keep events in memory (hold), or send them under an id that is stored nowhere. */
  beforeConsent?: 'hold' | 'anonymous';
  /** Milliseconds a placement waits for its content before its fallback stays. */
  timeout?: number;
  /** Report a page at each navigation within the page (history). On unless false. */
  spa?: boolean;
  /** Report reading time and leaving. On unless false. */
  attention?: boolean;
  /** Load the measurement of page speed (Core Web Vitals) when the page has come to rest. */
  vitals?: boolean;
  /** Ask for the whole reasoning of decisions; answered only where the source allows it. */
  explain?: boolean;
  /** Domain of the id's cookie, such as .shop.example, when several hosts are one shop. */
  cookieDomain?: string;
  /** Language of contents; the document's when left out. */
  locale?: string;
}

/** One of Segment's six calls as it is sent. */
export interface Item {
  type: string;
  messageId: string;
  timestamp: string;
  anonymousId: string;
  userId?: string | undefined;
  previousId?: string;
  groupId?: string;
  event?: string;
  name?: string | undefined;
  properties?: object | undefined;
  traits?: object | undefined;
  context?: object;
}

/** A moment as the server tells it: what the shopper wants right now, how sure it is, and why. */
export interface TagMoment {
  kind: 'know' | 'go' | 'do' | 'buy';
  stage: string;
  confidence: number;
  [more: string]: unknown;
}

/** What was decided for one placement. */
export interface TagDecision {
  placement: string;
  decisionId?: string | null;
  campaign?: unknown;
  content: RenderedContent | null;
  fallback?: boolean;
  [more: string]: unknown;
}

/** The answer of POST /v1/moment, as far as it could be read. */
export interface Answer {
  moment: TagMoment | null;
  decisions: TagDecision[];
}

/** Longest a request may take; slots have their own, shorter patience. */
const PATIENCE = 10_000;
/** Browsers let bodies up to 64 KB outlive the page. */
const OUTLIVES = 60_000;

/**
 * Sends one request and reads the answer. Text and not JSON as media type: then no browser asks first (CORS preflight).
 * Answers undefined when it was refused for good, and a number when another try is worth it: milliseconds to wait at
 * least. An answer that is not ours (a proxy's page, broken JSON) counts as not reached. Never throws.
 */
export async function post(url: string, sent: object): Promise<Answer | number | undefined> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  const body = JSON.stringify(sent);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      credentials: 'omit',
      keepalive: body.length < OUTLIVES,
      signal: stop.signal,
      headers: { 'content-type': 'text/plain' },
    });
    const { status, headers } = response;
    if (status > 499 || status === 429) return Number(headers.get('retry-after')) * 1000 || 0;
    if (!response.ok) return undefined;
    const { moment, decisions } = (await response.json()) as Answer;
    return {
      moment,
      decisions: decisions.filter((one) => typeof one.placement === 'string'),
    };
  } catch {
    return 0;
  } finally {
    clearTimeout(timer);
  }
}
