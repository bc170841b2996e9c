/** Journeys in words: what happened at a step, why somebody did not get in. */
import {
  CHANNEL_WORDS,
  isChannel,
  type Json,
  JOURNEY_END_WORDS,
  JOURNEY_LIMITS,
  type JourneyEnd,
  type JourneyDraft,
  type JourneyNode,
  type JourneyTransition,
  type JsonObject,
  NODE_WORDS,
} from '@augenblick/contract';
import type { JourneyStepView } from '@augenblick/contract/api/journey.ts';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import type { Refusal } from './entry.ts';

const { startsMax: STARTS_MAX } = JOURNEY_LIMITS;

/** Why somebody did not get in. */
export const REFUSAL_WORDS: Readonly<Record<Refusal, Words>> = {
  running: { de: 'war schon unterwegs', en: 'was on the way already' },
  been: { de: 'war schon einmal dabei', en: 'had taken part before' },
  too_soon: { de: 'war vor Kurzem schon dabei', en: 'had taken part a short while ago' },
  too_many: { de: 'war schon zu oft gleichzeitig dabei', en: 'was in it too often at once' },
  audience: { de: 'gehörte nicht zum Publikum', en: 'was not of the audience' },
  old: { de: 'das Ereignis lag zu lange zurück', en: 'the event was too long ago' },
  off: { de: 'die Strecke lief nicht', en: 'the journey was not live' },
  circle: {
    de: 'Strecken hatten einander im Kreis gestartet',
    en: 'journeys had started each other in a circle',
  },
  starts: {
    de: `die Strecke davor hatte für diese Person schon ${STARTS_MAX} andere gestartet, und mehr startet keine`,
    en: `the journey before had started ${STARTS_MAX} others for this shopper already, and none starts more`,
  },
};

/** The words of a refusal as stored. */
export function refusalWords(reason: string): Words {
  return Object.hasOwn(REFUSAL_WORDS, reason)
    ? REFUSAL_WORDS[reason as Refusal]
    : { de: 'anderer Grund', en: 'another reason' };
}

/** Purchases end most journeys; they are called what they are. */
const END_EVENTS: Readonly<Record<string, Words>> = {
  'Order Completed': { de: 'beendet, weil etwas bestellt wurde', en: 'ended, an order was placed' },
  'Receipt Issued': {
    de: 'beendet, weil an der Kasse gekauft wurde',
    en: 'ended, something was bought at the till',
  },
};

/** Why somebody is no longer on the way. `event` is the one that ended it, where one did. */
export function endWords(end: JourneyEnd, event?: Json): Words {
  const known = end === 'exit_event' && typeof event === 'string' && END_EVENTS[event];
  return { ...(known || JOURNEY_END_WORDS[end]) };
}

/** What people call a step. */
export function nodeName(node: JourneyNode | undefined): Words {
  if (node === undefined) return { de: 'Schritt ohne Namen', en: 'Step without a name' };
  return node.name === '' ? { ...NODE_WORDS[node.type] } : { de: node.name, en: node.name };
}

/** A transition as the console shows it. */
export function stepView(draft: JourneyDraft, transition: JourneyTransition): JourneyStepView {
  const node = draft.nodes.find(({ id }) => id === transition.node);
  const { visit, port, at } = transition;
  const words = transitionWords(node, transition);
  return { node: transition.node, nodeName: nodeName(node), visit, port, at, words };
}

/** What happened at a step, one short sentence. */
export function transitionWords(
  node: JourneyNode | undefined,
  { port, detail }: JourneyTransition,
): Words {
  if (port === '') return endSentence(detail);
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all others are dealt with by default.
  switch (node?.type) {
    case 'start':
      return { de: 'Eingetreten.', en: 'Got in.' };
    case 'send':
      return sendWords(detail.channels);
    case 'wait':
    case 'wait_until':
      return { de: 'Die Wartezeit war um.', en: 'The wait was over.' };
    case 'wait_event':
      return port === 'happened'
        ? {
            de: `Das erwartete Ereignis kam: ${text(detail.event)}.`,
            en: `The awaited event came: ${text(detail.event)}.`,
          }
        : { de: 'Die Zeit war um, ohne dass es passierte.', en: 'Time was up and nothing came.' };
    case 'branch':
      return port === 'yes'
        ? { de: 'Die Bedingung traf zu.', en: 'The condition held.' }
        : { de: 'Die Bedingung traf nicht zu.', en: 'The condition did not hold.' };
    case 'split': {
      const share = node.shares.find(({ id }) => id === port);
      const name = share?.name || port;
      return { de: `Fiel auf den Weg „${name}“.`, en: `Fell on the way “${name}”.` };
    }
    case 'decide':
      return port === 'chosen'
        ? { de: `Ausgewählt: ${text(detail.campaign)}.`, en: `Chosen: ${text(detail.campaign)}.` }
        : { de: 'Es passte nichts.', en: 'Nothing fitted.' };
    case 'code':
      return port === 'next'
        ? { de: `Code gegeben: ${text(detail.code)}.`, en: `Code given: ${text(detail.code)}.` }
        : { de: 'Es war kein Code zu vergeben.', en: 'There was no code to give.' };
    default:
      return otherWords(node?.type, detail);
  }
}

function otherWords(type: JourneyNode['type'] | undefined, detail: JsonObject): Words {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all others are dealt with by default.
  switch (type) {
    case 'profile': {
      const { traits } = detail;
      const names = Array.isArray(traits) ? traits.map(text).join(', ') : '';
      return { de: `Merkmal gesetzt: ${names}.`, en: `Trait set: ${names}.` };
    }
    case 'task':
      return { de: 'Aufgabe fürs Team in Auftrag gegeben.', en: 'Task for the team asked for.' };
    case 'webhook':
      return { de: 'Nachricht ans andere System veranlasst.', en: 'Other system to be told.' };
    case 'start_journey':
      return startWords(detail.refused);
    case 'end_journey':
      return detail.ended === 0
        ? { de: 'War in der anderen Strecke nicht unterwegs.', en: 'Was not in the other journey.' }
        : { de: 'Andere Strecke beendet.', en: 'Other journey ended.' };
    default:
      return { de: 'Weitergegangen.', en: 'Went on.' };
  }
}

function startWords(refused: Json | undefined): Words {
  if (typeof refused !== 'string')
    return { de: 'Andere Strecke gestartet.', en: 'Other journey started.' };
  const { de, en } = refusalWords(refused);
  return { de: `Andere Strecke nicht gestartet: ${de}.`, en: `Other journey not started: ${en}.` };
}

function sendWords(channels: Json | undefined): Words {
  const names = (Array.isArray(channels) ? channels : []).filter(
    (one): one is keyof typeof CHANNEL_WORDS => typeof one === 'string' && isChannel(one),
  );
  const de = names.map((name) => CHANNEL_WORDS[name].de).join(', ');
  const en = names.map((name) => CHANNEL_WORDS[name].en).join(', ');
  return names.length > 1
    ? { de: `Nachricht auf dem besten Weg: ${de}.`, en: `Message on the best way: ${en}.` }
    : { de: `Nachricht in Auftrag gegeben: ${de}.`, en: `Message asked for: ${en}.` };
}

function endSentence({ end, event }: JourneyTransition['detail']): Words {
  if (typeof end !== 'string' || !Object.hasOwn(JOURNEY_END_WORDS, end))
    return { de: 'Zu Ende.', en: 'Over.' };
  const { de, en } = endWords(end as JourneyEnd, event);
  return { de: `Zu Ende: ${de}.`, en: `Over: ${en}.` };
}

function text(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
}
