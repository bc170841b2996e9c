/** The outside: providers of all channels in one, which take messages, refuse them, hang or fall silent by chance. */
import type { ChannelName, RetailerId } from '@augenblick/contract';
import type { Outgoing, SendResult, Transport } from '../../src/delivery/index.ts';
import type { Spoken } from './truth.ts';

/** Something that left the house: what a provider was handed. */
export interface Handed {
  no: number;
  /** Instant by the house's clock, ms. */
  at: number;
  retailerId: RetailerId;
  channel: ChannelName;
  id: string;
  profileId: string;
  address: string;
  basis: string;
  origin: { kind: string; id: string };
  links: { unsubscribe: string | null; preferences: string | null };
  words: string;
  /** The shopper has it. */
  taken: boolean;
  answer: 'sent' | 'refused' | 'gone' | 'silent';
}

/** The address as an identifier is written. */
export function addressKey({ channel, address }: Pick<Handed, 'channel' | 'address'>): string {
  return `${channel === 'mail' ? 'email' : channel === 'sms' ? 'phone' : channel}:${address}`;
}

/** What has to be agreed to for a channel. */
export function spokenOf(channel: string): Spoken {
  return channel === 'mail' ? 'email' : channel === 'telegram' ? 'telegram' : 'sms';
}

/** What a provider may do with a message. `silent`: no answer, and nobody knows whether it has it. */
export type Mood = 'good' | 'refuses' | 'down' | 'gone' | 'silent, taken' | 'silent, lost' | 'slow';

/** All providers. They can be asked what became of a message when `asked` is set. */
export class Outside {
  readonly handed: Handed[] = [];
  /** What they do with the next message. */
  mood: (channel: ChannelName, address: string) => Mood = () => 'good';
  /** Called while a message is on its way. */
  onWay: () => void = () => undefined;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A channel of a retailer in one process; null for what is not set up. */
  transport(retailerId: RetailerId, channel: ChannelName, alive: () => boolean): Transport | null {
    if (channel !== 'mail' && channel !== 'sms' && channel !== 'telegram') return null;
    return {
      concurrency: 4,
      perSecond: null,
      timeoutMs: 40,
      send: async (message) => {
        if (!alive()) return never();
        const result = this.#take(retailerId, channel, message);
        this.onWay();
        await breath();
        // A process that was killed hears nothing any more.
        return alive() ? result : never();
      },
      ...(channel !== 'sms' ? {} : { ask: async (id: string) => this.#ask(id) }),
      check: async () => ({ state: 'ready', words: { de: 'bereit', en: 'ready' } }),
      close: async () => undefined,
    };
  }

  #take(retailerId: RetailerId, channel: ChannelName, message: Outgoing): Promise<SendResult> {
    const mood = this.mood(channel, message.address);
    const { id, profileId, address, basis, origin, links, content } = message;
    const taken = mood === 'good' || mood === 'slow' || mood === 'silent, taken';
    const words = 'html' in content ? content.html : content.text;
    this.handed.push({
      no: this.handed.length,
      at: this.#now(),
      retailerId,
      channel,
      id,
      profileId,
      address,
      basis,
      origin,
      links,
      words,
      taken,
      answer: ANSWERS[mood],
    });
    return result(mood, id);
  }

  #ask(id: string): 'sent' | 'not_sent' | 'unknown' {
    const tries = this.handed.filter((one) => one.id === id);
    if (tries.length === 0) return 'not_sent';
    return tries.some(({ taken }) => taken) ? 'sent' : 'not_sent';
  }
}

const ANSWERS: Readonly<Record<Mood, Handed['answer']>> = {
  good: 'sent',
  slow: 'sent',
  refuses: 'refused',
  down: 'refused',
  gone: 'gone',
  'silent, taken': 'silent',
  'silent, lost': 'silent',
};

async function result(mood: Mood, id: string): Promise<SendResult> {
  const refused = { outcome: 'refused', words: '4xx not now' } as const;
  switch (mood) {
    case 'good':
      return { outcome: 'sent', providerId: `p-${id}` };
    case 'slow':
      for (let i = 0; i < 20; i++) await breath();
      return { outcome: 'sent', providerId: `p-${id}` };
    case 'refuses':
      return { ...refused, permanent: false, reason: 'message_refused', onlyThis: true };
    case 'down':
      return { ...refused, permanent: false, reason: 'channel_down' };
    case 'gone':
      return { ...refused, permanent: true, reason: 'mailbox_gone' };
    case 'silent, taken':
    case 'silent, lost':
    default:
      return { outcome: 'unknown', words: 'the line went dead' };
  }
}

/** Lets others go on. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
