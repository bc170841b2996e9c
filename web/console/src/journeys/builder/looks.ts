import type { JourneyFinding, JourneyNode } from '@augenblick/contract';
import type { IconName } from '@augenblick/ui';
import type { Size } from '../graph/layout.ts';

/** Width of a step, px. */
export const STEP_WIDTH = 268;

/** The drawing that stands for a kind of step. */
const ICONS: Readonly<Record<JourneyNode['type'], IconName>> = {
  start: 'play',
  send: 'mail',
  decide: 'decisions',
  wait: 'hourglass',
  wait_event: 'eye',
  wait_until: 'calendar',
  branch: 'branch',
  split: 'scale',
  profile: 'user',
  code: 'tag',
  points: 'star',
  task: 'check',
  webhook: 'webhook',
  start_journey: 'journeys',
  end_journey: 'stop',
  exit: 'signOut',
};

const CHANNEL_ICONS: Readonly<Record<string, IconName>> = {
  mail: 'mail',
  push: 'bell',
  inbox: 'card',
  sms: 'phone',
  whatsapp: 'bubble',
  telegram: 'bubble',
  webhook: 'webhook',
  staff: 'store',
};

/** The drawing of a step; of a message, its channel's. */
export function iconOf(node: JourneyNode): IconName {
  if (node.type !== 'send') return ICONS[node.type];
  return node.messages.length > 1
    ? 'message'
    : (CHANNEL_ICONS[node.messages[0]?.channel ?? ''] ?? 'mail');
}

/** The drawing of a kind of step. */
export function iconOfType(type: JourneyNode['type']): IconName {
  return ICONS[type];
}

/** Families of steps: each has its tint, so that one sees from afar what a journey does. */
export const FAMILIES = ['begin', 'say', 'wait', 'decide', 'do', 'end'] as const;
export type Family = (typeof FAMILIES)[number];

const FAMILY_OF: Readonly<Record<JourneyNode['type'], Family>> = {
  start: 'begin',
  send: 'say',
  decide: 'decide',
  wait: 'wait',
  wait_event: 'wait',
  wait_until: 'wait',
  branch: 'decide',
  split: 'decide',
  profile: 'do',
  code: 'do',
  points: 'do',
  task: 'do',
  webhook: 'do',
  start_journey: 'do',
  end_journey: 'do',
  exit: 'end',
};

/** The family of a kind of step. */
export function familyOf(type: JourneyNode['type']): Family {
  return FAMILY_OF[type];
}

/** A little less than fits on the average: where words break nobody knows before they are drawn. */
const CHARS_A_LINE = 31;
const CHARS_A_FINDING = 32;
/** More of a sentence is cut; the panel shows it whole. */
export const LINES_MOST = 3;

function linesOf(words: string, chars: number, most: number): number {
  return Math.min(most, Math.max(1, Math.ceil(words.length / chars)));
}

/** How much room a step takes, from what it says. Px; the style sheet uses the same line heights. */
export function sizeOf(said: {
  sentence: string;
  finding: string | undefined;
  counted: boolean;
}): Size {
  const sentence = linesOf(said.sentence, CHARS_A_LINE, LINES_MOST) * 20;
  const finding =
    said.finding === undefined ? 0 : linesOf(said.finding, CHARS_A_FINDING, 3) * 18 + 17;
  const counts = said.counted ? 29 : 0;
  return { width: STEP_WIDTH, height: 24 + 22 + sentence + counts + finding };
}

/** Findings that concern one step, the graver first. */
export function findingsOf(
  findings: readonly JourneyFinding[],
  node: string,
): readonly JourneyFinding[] {
  return findings
    .filter((finding) => finding.node === node || (node === 'start' && finding.node === null))
    .toSorted((a, b) => Number(a.severity === 'should') - Number(b.severity === 'should'));
}
