import { START } from '@augenblick/contract';
import type { JourneyDraft } from '@augenblick/contract';
import type { JourneyStepView } from '@augenblick/contract/api/journey.ts';
import { Timeline, useLanguage } from '@augenblick/ui/react';
import { iconOf } from './builder/looks.ts';
import type { Trail } from './builder/picture.ts';
import { nodeOf } from './drawing/drawing.ts';
import { wayKey } from './graph/graph.ts';

/** A way in words: what happened at each step, when, and why. */
export function Story(props: {
  label: string;
  steps: readonly JourneyStepView[];
  draft: JourneyDraft;
}) {
  const { label, steps, draft } = props;
  const [language] = useLanguage();
  return (
    <Timeline
      label={label}
      entries={steps.map((step) => {
        const node = nodeOf(draft, step.node);
        return {
          id: `${step.node} ${step.visit} ${step.port}`,
          at: step.at,
          icon: node ? iconOf(node) : 'clock',
          title: step.nodeName[language],
          note: step.words[language],
        };
      })}
    />
  );
}

/** A way as it is drawn. `here`: the step where they stand; null when it is over. */
export function trailOf(
  steps: readonly Pick<JourneyStepView, 'node' | 'port'>[],
  here: string | null,
): Trail {
  return {
    steps: new Set([START, ...steps.map(({ node }) => node), ...(here === null ? [] : [here])]),
    ways: new Set([
      wayKey(START, 'next'),
      ...steps.filter(({ port }) => port !== '').map(({ node, port }) => wayKey(node, port)),
    ]),
    here,
  };
}
