/** Calling a provider over HTTP, with an exact answer to "was it taken?". */
import type { ChannelHealth, DeliveryReason } from '@augenblick/contract';
import type { SendResult } from '../channel.ts';
import type { OwnWord } from './said.ts';

/** One call. Text bodies only. */
export interface ProviderCall {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  timeoutMs?: number;
}

/** The provider spoke. */
export interface Answered {
  kind: 'answer';
  status: number;
  text: string;
  /** The text read as JSON, null where it is none. */
  json: unknown;
  retryAfterMs: number | null;
}
/** away = it was certainly not reached; unknown = it may have got the call. */
export type ProviderAnswer =
  | Answered
  | { kind: 'away'; words: string }
  | { kind: 'unknown'; words: string };

const TIMEOUT_MS = 20_000;
const BODY_MAX = 200_000;
/** Before a byte of the request was sent. */
const BEFORE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Calls, never throws. Redirects are not followed: credentials go to nobody else. */
export async function callProvider(
  fetching: typeof fetch,
  call: ProviderCall,
): Promise<ProviderAnswer> {
  const { url, method, headers, body, timeoutMs = TIMEOUT_MS } = call;
  try {
    const response = await fetching(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = (await response.text()).slice(0, BODY_MAX);
    const retryAfterMs = retryAfter(response.headers.get('retry-after'));
    return { kind: 'answer', status: response.status, text, json: readJson(text), retryAfterMs };
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause;
    const code = cause?.code ?? (error as { code?: string }).code ?? '';
    if (BEFORE.has(code)) return { kind: 'away', words: code };
    return {
      kind: 'unknown',
      words: (error as Error).name === 'TimeoutError' ? ('no_answer' satisfies OwnWord) : code,
    };
  }
}

/** JSON that somebody else wrote; null where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Seconds of a Retry-After header; a date there is rare and read as a minute. */
function retryAfter(header: string | null): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 86_400) * 1000 : 60_000;
}

/** What a provider said no to. */
export function refusal(
  reason: DeliveryReason,
  permanent: boolean,
  words: string,
  retryAt?: number,
): SendResult {
  const result = { outcome: 'refused', permanent, reason, words: words.slice(0, 300) } as const;
  return retryAt === undefined ? result : { ...result, retryAt };
}

/** "Not now" that holds for this message alone. */
export function refusedForNow(reason: DeliveryReason, words: string, retryAt: number): SendResult {
  const short = words.slice(0, 300);
  return { outcome: 'refused', permanent: false, reason, words: short, retryAt, onlyThis: true };
}

const MINUTE_MS = 60_000;

/** What came of a message on which the provider did not speak. */
export function unanswered(answer: Exclude<ProviderAnswer, Answered>, now: number): SendResult {
  if (answer.kind === 'unknown') return { outcome: 'unknown', words: answer.words };
  return refusal('channel_down', false, answer.words, now + MINUTE_MS / 2);
}

/**
 * What can be said by the status alone: 401 and 403, 429, 5xx. Null where the provider's own words decide.
 * 503 and 501 are a clear "not taken"; other 5xx may come from a gateway behind which the message was taken.
 */
export function commonResult(answer: Answered, now: number): SendResult | null {
  const { status, retryAfterMs, text } = answer;
  const words = `${status} ${textOf(text)}`;
  if (status === 429)
    return refusal('rate_limited', false, words, now + (retryAfterMs ?? MINUTE_MS / 2));
  if (status === 401 || status === 403)
    return refusal('credentials_refused', false, words, now + 5 * MINUTE_MS);
  if (status === 503 || status === 501)
    return refusal('channel_down', false, words, now + (retryAfterMs ?? MINUTE_MS / 2));
  if (status >= 500) return { outcome: 'unknown', words };
  if (status >= 300 && status < 400)
    return refusal('channel_down', false, 'redirect' satisfies OwnWord, now + 5 * MINUTE_MS);
  return null;
}

/** What a look at the account tells: whether the provider took the credentials, refused them or did not speak. */
export function healthOf(
  answer: ProviderAnswer,
  words: Record<'taken' | 'refused' | 'silent', ChannelHealth['words']>,
): ChannelHealth {
  if (answer.kind !== 'answer' || answer.status >= 500)
    return { state: 'failing', words: words.silent };
  return answer.status < 300
    ? { state: 'ready', words: words.taken }
    : { state: 'failing', words: words.refused };
}

/** A few plain words of a provider's answer, without numbers that look like a telephone's. */
export function textOf(text: string): string {
  return text
    .replace(/\+?\d[\d ]{6,}\d/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
}
