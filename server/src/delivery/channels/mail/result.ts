/** What a mail server's answer means for the message. Pure. */
import type { DeliveryReason } from '@augenblick/contract';
import type { SendResult } from '../../channel.ts';
import type { PoolAnswer } from './pool.ts';

/** Enhanced status code (RFC 3463) in a text: `5.1.1`, or null. */
export function enhancedCode(words: string): string | null {
  return /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(words)?.[1] ?? null;
}

/** Why a mailbox did not take a mail, by enhanced code and words; for refusals and bounces alike. */
export function mailboxReason(enhanced: string | null, words: string): DeliveryReason {
  const tail = enhanced?.slice(2) ?? '';
  if (tail === '2.2' || /over ?quota|mailbox (is )?full|quota exceeded/i.test(words))
    return 'mailbox_full';
  if (tail === '3.4' || /too (large|big)|size (limit|exceed)/i.test(words)) return 'too_large';
  if (/^1\.[0-46]$|^1\.10$|^2\.1$/.test(tail)) return 'mailbox_gone';
  if (
    /user unknown|unknown user|no such (user|mailbox|recipient)|does not exist|recipient rejected|account (is )?disabled/i.test(
      words,
    )
  )
    return 'mailbox_gone';
  if (tail.startsWith('7.') || /spam|blocked|blacklist|policy|reputation/i.test(words))
    return 'message_refused';
  return 'address_refused';
}

/** The server's answer as the result of a send. `retryAt` for "later" is worked out by the caller's pace. */
export function resultOf(answer: PoolAnswer, messageId: string, later: () => number): SendResult {
  switch (answer.kind) {
    case 'accepted':
      return { outcome: 'sent', providerId: messageId };
    case 'unknown':
      return { outcome: 'unknown', words: answer.words };
    case 'away':
      return refusal('channel_down', answer.words, answer.retryAt);
    case 'refused':
    default:
      return refused(answer, later);
  }
}

function refused(
  answer: Extract<PoolAnswer, { kind: 'refused' }>,
  later: () => number,
): SendResult {
  const { stage, code, words } = answer;
  const permanent = code >= 500;
  if (stage === 'auth') return refusal('credentials_refused', words, answer.retryAt ?? later());
  if (stage === 'greeting' || code === 421)
    return refusal('channel_down', words, answer.retryAt ?? later());
  // "Later" of one mailbox or its provider: greylisting, a full mailbox, too much at once.
  if (!permanent) {
    const full = mailboxReason(enhancedCode(words), words) === 'mailbox_full';
    const reason = full ? 'mailbox_full' : 'rate_limited';
    const retryAt = later();
    return { outcome: 'refused', permanent: false, reason, words, retryAt, onlyThis: true };
  }
  // 530 … 538: the server wants other credentials or encryption; the address is not to blame.
  if (code >= 530 && code <= 538) return refusal('credentials_refused', words, later());
  const reason =
    stage === 'recipient' ? mailboxReason(enhancedCode(words), words) : 'message_refused';
  const size = mailboxReason(enhancedCode(words), words) === 'too_large' || code === 552;
  const known = stage !== 'recipient' && size ? 'too_large' : reason;
  return { outcome: 'refused', permanent: true, reason: known, words };
}

/** Not now: tried again. Wrong credentials, too, are tried again: somebody will put them right. */
function refusal(reason: DeliveryReason, words: string, retryAt: number | undefined): SendResult {
  const result = { outcome: 'refused', permanent: false, reason, words } as const;
  return retryAt === undefined ? result : { ...result, retryAt };
}
