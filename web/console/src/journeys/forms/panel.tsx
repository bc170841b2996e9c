import { portsOf, START } from '@augenblick/contract';
import type { JourneyFinding, JourneyNode } from '@augenblick/contract';
import type { SegmentVocabulary } from '@augenblick/contract/api/segment.ts';
import { Icon, useTexts } from '@augenblick/ui/react';
import type { IconName } from '@augenblick/ui';
import { ActionIcon, Select, TextInput, Tooltip } from '@mantine/core';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { familyOf, findingsOf, iconOf } from '../builder/looks.ts';
import type { Builder } from '../builder/use-builder.ts';
import { gapBeside, nodeOf, targetOf, targetsFor } from '../drawing/drawing.ts';
import { formTexts } from '../texts-forms.ts';
import { kindOf, nodeSentence, portName, titleOf } from '../words.ts';
import type { JourneyWording } from '../words.ts';
import styles from './forms.module.css';

const JourneyForm = lazy(async () => ({
  default: (await import('./journey-form.tsx')).JourneyForm,
}));
const StepForm = lazy(async () => ({ default: (await import('./step-form.tsx')).StepForm }));

/** What a settings panel is given. */
export interface PanelProps {
  builder: Builder;
  words: JourneyWording;
  segments: SegmentVocabulary | undefined;
  findings: readonly JourneyFinding[];
  /** Raised by one whenever the question where the ways lead shall have the focus. */
  connect: number;
}

/** Everything about the step that is chosen; about the journey while that is its start. */
export function Panel(props: PanelProps) {
  const text = useTexts(formTexts);
  const { builder, words, segments, findings } = props;
  const { draft, focus } = builder;
  const node = nodeOf(draft, focus);
  if (!node) return null;
  const own = findingsOf(findings, focus);
  if (node.id === START)
    return (
      <div className={styles.panel} key={START}>
        <Head icon="journeys" title={text('settings')} />
        <Findings findings={own} words={words} />
        <Suspense>
          <JourneyForm
            draft={draft}
            words={words}
            segments={segments}
            onChange={builder.changeDraft}
          />
        </Suspense>
        <Ways {...props} node={node} />
      </div>
    );
  return (
    <div className={styles.panel} key={node.id}>
      <Head icon={iconOf(node)} title={kindOf(node, words.language)} family={familyOf(node.type)}>
        <Acts builder={builder} node={node} />
      </Head>
      <p className={styles.sentence}>{nodeSentence(node, draft, words)}</p>
      <Findings findings={own} words={words} />
      <Suspense>
        <StepForm
          node={node}
          draft={draft}
          words={words}
          segments={segments}
          onChange={builder.changeNode}
        />
      </Suspense>
      <NameField builder={builder} node={node} />
      <Ways {...props} node={node} />
    </div>
  );
}

function Head(props: {
  icon: IconName;
  title: string;
  family?: string;
  children?: React.ReactNode;
}) {
  return (
    <header className={styles.head}>
      <span className={styles.mark} data-family={props.family}>
        <Icon name={props.icon} size={16} />
      </span>
      <h2>{props.title}</h2>
      {props.children}
    </header>
  );
}

function Findings(props: { findings: readonly JourneyFinding[]; words: JourneyWording }) {
  return props.findings.map(({ field, severity, words }) => (
    <p key={`${field}${words.en}`} className={styles.finding} data-severity={severity}>
      <Icon name={severity === 'must' ? 'warning' : 'info'} size={14} />
      {words[props.words.language]}
    </p>
  ));
}

function Acts({ builder, node }: { builder: Builder; node: JourneyNode }) {
  const text = useTexts(formTexts);
  const { draft } = builder;
  const button = (label: string, icon: IconName, act: () => void, off = false) => (
    <Tooltip label={label}>
      <ActionIcon size="sm" aria-label={label} disabled={off} onClick={act}>
        <Icon name={icon} size={15} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <span className={styles.acts}>
      {portsOf(node).length === 2 && button(text('turn'), 'repeat', () => builder.turn(node.id))}
      {button(
        text('up'),
        'sortUp',
        () => builder.shift(node.id, 'up'),
        !gapBeside(draft, node.id, 'up'),
      )}
      {button(
        text('down'),
        'sortDown',
        () => builder.shift(node.id, 'down'),
        !gapBeside(draft, node.id, 'down'),
      )}
      {button(text('copy'), 'copy', () => builder.copy([node.id]))}
      {button(text('remove'), 'trash', () => builder.remove([node.id]))}
    </span>
  );
}

function NameField({ builder, node }: { builder: Builder; node: JourneyNode }) {
  const text = useTexts(formTexts);
  return (
    <TextInput
      label={text('name')}
      placeholder={text('namePlaceholder')}
      maxLength={120}
      value={node.name}
      onChange={(event) =>
        builder.changeNode({ ...node, name: event.currentTarget.value }, `name ${node.id}`)
      }
    />
  );
}

const ENDS = '§end';
const ADD = '§add';

/** Where each way leads; this is also how two steps are connected without a mouse. */
function Ways({ builder, words, node, connect }: PanelProps & { node: JourneyNode }) {
  const text = useTexts(formTexts);
  const first = useRef<HTMLDivElement>(null);
  const asked = useRef(connect);
  useEffect(() => {
    if (asked.current === connect) return;
    asked.current = connect;
    first.current?.querySelector<HTMLInputElement>('input')?.focus();
  }, [connect]);
  const { draft } = builder;
  const ports = portsOf(node);
  if (ports.length === 0) return null;
  const nameOf = (id: string): string => {
    const target = nodeOf(draft, id);
    if (!target) return id;
    const sentence = nodeSentence(target, draft, words);
    return target.name ? `${titleOf(target, words.language)} – ${sentence}` : sentence;
  };
  return (
    <section className={styles.section} ref={first} aria-label={text('ways')}>
      <h3>{text('ways')}</h3>
      {ports.map((port) => {
        const gap = { from: node.id, port };
        const to = targetOf(draft, gap);
        const ids = [...new Set([...targetsFor(draft, gap), ...(to === null ? [] : [to])])];
        return (
          <Select
            key={port}
            label={ports.length === 1 ? text('wayNext') : portName(node, port, words)}
            searchable={ids.length > 8}
            value={to ?? ENDS}
            data={[
              { value: ENDS, label: text('wayEnds') },
              ...ids.map((id) => ({ value: id, label: nameOf(id) })),
              { value: ADD, label: text('wayAdd') },
            ]}
            onChange={(value) => {
              if (value === ADD) builder.ask(gap);
              else builder.lead(gap, value === ENDS ? null : value);
            }}
          />
        );
      })}
    </section>
  );
}
