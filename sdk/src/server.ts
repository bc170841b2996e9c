/**
 * For pages that are made on a server or at the edge: asks POST /v1/moment by plain HTTP and hands back what to put into
 * the page. No dependencies, runs wherever there is `fetch`. Never throws and never waits longer than told.
 */
import type { RenderedContent } from '@augenblick/contract';

/** How the installation is reached. */
export interface ServerOptions {
  endpoint: string;
  /** Write key of a source of kind web, when the browser's cookie says who it is. */
  writeKey: string;
  /** Milliseconds until the page is made without an answer. */
  timeout?: number;
  /** For tests and for runtimes that bring their own. */
  fetch?: typeof fetch;
}

/** One page view: who, what happened, what is to be filled. */
export interface PageRequest {
  /** One a page view, the same when it is tried again. */
  requestId: string;
  /** From `anonymousIdOf(cookie)`. Without one nothing is asked: nobody agreed to anything. */
  anonymousId: string | undefined;
  userId?: string;
  /** Hex of HMAC-SHA-256(secret of the source, userId). */
  userProof?: string;
  locale?: string;
  /** Segment's items, each with its own messageId and timestamp. */
  events?: readonly object[];
  placements?: readonly string[];
}

/** What came back; without a moment and with no decisions when nothing did. */
export interface PageAnswer {
  moment: Readonly<Record<string, unknown>> | null;
  /** By placement; a placement that is missing keeps its own content. */
  contents: ReadonlyMap<string, { content: RenderedContent; decisionId: string | null }>;
}

const NOTHING: PageAnswer = { moment: null, contents: new Map() };
const TIMEOUT = 150;

/** A function that asks for one page. */
export function createServerTag(
  options: ServerOptions,
): (request: PageRequest) => Promise<PageAnswer> {
  const { endpoint, writeKey, timeout = TIMEOUT, fetch: get = fetch } = options;
  return async ({ anonymousId, events = [], placements = [], ...who }) => {
    if (!anonymousId) return NOTHING;
    try {
      const response = await get(new URL('/v1/moment', endpoint), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        signal: AbortSignal.timeout(timeout),
        body: JSON.stringify({
          ...who,
          writeKey,
          anonymousId,
          sentAt: new Date().toISOString(),
          batch: events,
          placements,
        }),
      });
      return response.ok ? read(await response.json()) : NOTHING;
    } catch {
      return NOTHING;
    }
  };
}

function read(sent: unknown): PageAnswer {
  const { moment, decisions } = sent as {
    moment: PageAnswer['moment'];
    decisions: { placement: string; decisionId: string | null; content: RenderedContent | null }[];
  };
  const contents = new Map<string, { content: RenderedContent; decisionId: string | null }>();
  for (const { placement, content, decisionId } of decisions)
    if (content) contents.set(placement, { content, decisionId });
  return { moment, contents };
}

/** The browser's id in a Cookie header; undefined before consent, when there is none. */
export function anonymousIdOf(cookie: string | null | undefined): string | undefined {
  return /(?:^|;\s*)augenblick_id=([\w-]{8,64})/.exec(cookie ?? '')?.[1];
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);

/** Only addresses that a browser may open; undefined for javascript: and the like. */
function safeUrl(url: string | null): string | undefined {
  return url && /^(https?:\/\/|\/(?!\/)|[?#]|mailto:|tel:)/i.test(url) ? escape(url) : undefined;
}

/**
 * A content as HTML to put into the page; everything in it is escaped. The tag in the browser reports showing and clicks
 * when the element around it carries `data-augenblick="<placement>" data-augenblick-decision="<decisionId>"`.
 */
export function contentHtml(content: RenderedContent): string {
  const { headline, text, picture, button, links, code } = content;
  const link = (name: string, label: string, url: string): string => {
    const href = safeUrl(url);
    return href
      ? `<a class="agb-${name}" href="${href}">${escape(label)}</a>`
      : `<span class="agb-${name}">${escape(label)}</span>`;
  };
  const src = safeUrl(picture?.url ?? null);
  return [
    `<section class="agb agb-${content.look === 'banner' || content.look === 'bar' ? content.look : 'card'}">`,
    src ? `<img class="agb-picture" src="${src}" alt="${escape(picture?.alt ?? '')}">` : '',
    '<div class="agb-body">',
    headline ? `<div class="agb-title">${escape(headline)}</div>` : '',
    text ? `<div class="agb-text">${escape(text)}</div>` : '',
    code ? `<span class="agb-code">${escape(code.text)}</span>` : '',
    button ? link('button', button.label, button.url) : '',
    links.length > 0
      ? `<div class="agb-links">${links.map((one) => link('link', one.label, one.url)).join('')}</div>`
      : '',
    '</div></section>',
  ].join('');
}
