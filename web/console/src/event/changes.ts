import type { FollowView, StateChange } from '@augenblick/contract/api/event.ts';
import type { Language } from '@augenblick/ui';
import { useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { changeTexts } from './texts.ts';
import { useEventWords } from './words.tsx';

// What every event moves by one step says nothing about this one, and the cart's number and time say no more than the
// cart itself; all of it stands in the event for developers and in the command line's story.
const ALONGSIDE = new Set(['events', 'lastAt', 'firstAt', 'hours', 'cartAt', 'cartId', 'v']);

/** True for a change that tells a shopkeeper something; not for the same fact stated once more. */
export function isTelling({ path, before, after }: Omit<StateChange, 'words'>): boolean {
  return !ALONGSIDE.has(path) && withoutWhen(before) !== withoutWhen(after);
}

/** A fact's content as text, without the instant and the event that it was last stated by. */
function withoutWhen(fact: unknown): string {
  return JSON.stringify(fact, (key, value: unknown) =>
    key === 'at' || key === 'event' ? undefined : value,
  );
}

/** What a sentence needs besides the change itself. */
export interface Wording {
  text: typeof changeTexts.text;
  /** An event's name in shop words. */
  eventWords: (name: string) => string;
  /** An instant in the reader's language and time zone. */
  time: (at: number) => string;
  language: Language;
}

/** One change as a sentence: event names in shop words, instants in the reader's own time zone. */
export function changeSentence(change: StateChange, wording: Wording): string {
  const { path, after, words } = change;
  const { text, eventWords, time, language } = wording;
  const name = /^counts\.(.+)$/.exec(path)?.[1];
  // A counter is `[how often, last instant]`.
  const count: unknown = Array.isArray(after) ? after[0] : null;
  if (name !== undefined && typeof count === 'number') {
    return text('counted', { count, name: eventWords(name) });
  }
  if ((path === 'firstOrderAt' || path === 'lastOrderAt') && typeof after === 'number') {
    return text(path, { time: time(after) });
  }
  return words[language];
}

/** The changes of the profile that tell something, as sentences. */
export function useChanges({ changes }: FollowView): string[] {
  const [language] = useLanguage();
  const text = useTexts(changeTexts);
  const formats = useFormats();
  const eventWords = useEventWords();
  const wording = { text, eventWords, time: formats.dateTime, language };
  return changes.filter(isTelling).map((change) => changeSentence(change, wording));
}
