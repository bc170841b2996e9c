import type { ChannelName, MessageContent, TemplateDraft } from '@augenblick/contract';
import type { Language } from '@augenblick/ui';
import { freshBlock } from './fresh.ts';
import type { FreshBlock } from './fresh.ts';

/** What a new mail begins with: who speaks, what it is about, a text, what is to be done, who is responsible. */
const BEGINNING = ['header', 'heading', 'text', 'button', 'footer'] as const;

/** A message without a word, for a channel. */
export function blankTemplate(
  name: string,
  channel: ChannelName,
  shelf: readonly FreshBlock[],
): TemplateDraft {
  const blocks = BEGINNING.flatMap((kind) => freshBlock(shelf, kind) ?? []);
  const content = (language: Language): MessageContent =>
    channel === 'mail'
      ? { kind: 'mail', subject: '', preheader: '', blocks: blocks.map((both) => both[language]) }
      : { kind: 'short', title: '', text: '', url: '', picture: '' };
  return {
    name,
    channel,
    basis: 'marketing',
    contents: { de: content('de'), en: content('en') },
    variants: [],
  };
}
