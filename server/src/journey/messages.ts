/** From send steps to messages asked for. Pure. */
import type { JsonObject, MessageRequest } from '@augenblick/contract';
import type { Book } from './drive.ts';
import { type Effect, type Run, visitKey } from './run.ts';

type Send = Extract<Effect, { type: 'send' }>;

/** Facts of a message are cut to this many characters; delivery takes 32 kB. */
const DATA_MAX = 24_000;

/** The messages of send steps. A template that is not published is asked for as version 0: delivery says so as the reason. */
export function requestsOf(
  sends: readonly Send[],
  versions: ReadonlyMap<string, number>,
  book: Pick<Book, 'version'>,
): MessageRequest[] {
  return sends.map(({ run, node, visit, at, content }): MessageRequest => {
    const { messages, notAfter } = content;
    const definition = book.version(run.journeyId, run.version)?.definition;
    const templateIds: MessageRequest['templateIds'] = {};
    for (const { channel, templateId: id } of messages)
      templateIds[channel] ??= { id, version: versions.get(id) ?? 0 };
    return {
      key: visitKey(run, node, visit),
      profileId: run.profileId,
      channels: [...new Set(messages.map(({ channel }) => channel))],
      origin: {
        kind: 'journey',
        id: run.journeyId,
        step: node,
        version: run.version,
        variant: null,
      },
      templateIds,
      data: dataOf(run),
      notBefore: at,
      notAfter,
      caps: definition?.caps ?? [],
      exclusiveGroup: definition?.exclusiveGroup ?? null,
    };
  });
}

/** What a message may show: what began the journey, and what was given on the way. */
export function dataOf(run: Pick<Run, 'data' | 'gained'>): JsonObject {
  // These are the guards' words; a shop's own properties of that name must neither switch a message off nor give it a basis.
  const { topic: _topic, categories: _categories, ...data } = run.data;
  const whole = { ...data, ...run.gained };
  if (JSON.stringify(whole).length <= DATA_MAX) return whole;
  const plain = Object.entries(data).filter(
    ([, value]) => typeof value !== 'object' && String(value).length <= 500,
  );
  return { ...Object.fromEntries(plain.slice(0, 40)), ...run.gained };
}

/** Keys of all messages a run may have asked for. */
export function cancelledKeys(run: Run, book: Pick<Book, 'version'>): string[] {
  const journey = book.version(run.journeyId, run.version);
  const keys: string[] = [];
  for (const [node, visits] of run.visits) {
    const type = journey?.nodes.get(node)?.type;
    // Tasks for the team stay: somebody may be at it already.
    if (type !== 'send') continue;
    for (let visit = Math.max(1, visits - 20); visit <= visits; visit++)
      keys.push(visitKey(run, node, visit));
  }
  return keys;
}
