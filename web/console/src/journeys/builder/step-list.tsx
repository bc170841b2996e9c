import { Icon, useFormats, useTexts } from '@augenblick/ui/react';
import { useMemo } from 'react';
import { graphOf } from '../drawing/drawing.ts';
import { wayKey } from '../graph/graph.ts';
import { outlineOf } from '../graph/outline.ts';
import type { Line } from '../graph/outline.ts';
import { editorTexts } from '../texts-editor.ts';
import { portName } from '../words.ts';
import type { JourneyWording } from '../words.ts';
import cards from './canvas.module.css';
import { familyOf } from './looks.ts';
import type { Counted, Picture, Trail } from './picture.ts';

import styles from './step-list.module.css';
import { StepWords } from './step-words.tsx';
import type { Builder } from './use-builder.ts';

/** What a list of steps shows and does. */
export interface StepListProps {
  draft: Builder['draft'];
  picture: Picture;
  words: JourneyWording;
  counted: Counted | null;
  trail: Trail | null;
  /** Null: only to look at. */
  builder: Builder | null;
  focus: string;
  /** Null: a step is nothing but read. */
  onChoose: ((id: string, more: boolean) => void) | null;
}

/** A journey as an indented list: the view for narrow screens, and for those who rather read than look. */
export function StepList(props: StepListProps) {
  const text = useTexts(editorTexts);
  const { draft } = props;
  const lines = useMemo(() => outlineOf(graphOf(draft)), [draft]);
  return (
    <ol className={styles.list} aria-label={text('canvas')}>
      {lines.map((line) => (
        <li
          key={line.kind === 'step' ? line.id : `${line.kind}\n${wayKey(line.from, line.port)}`}
          style={{ marginInlineStart: `${Math.min(line.depth, 6) * 14}px` }}
          data-kind={line.kind}
        >
          <LineView {...props} line={line} />
        </li>
      ))}
    </ol>
  );
}

function LineView(props: StepListProps & { line: Line }) {
  const { line, picture, words, builder, trail, counted } = props;
  const text = useTexts(editorTexts);
  const formats = useFormats();
  if (line.kind === 'step') return <StepLine {...props} id={line.id} />;
  const from = picture.looks.get(line.from);
  const key = wayKey(line.from, line.port);
  const count = counted?.ways.get(key);
  const faded = trail !== null && !trail.ways.has(key);
  if (line.kind === 'way')
    return (
      <span className={styles.way} data-faded={faded}>
        {from && portName(from.node, line.port, words)}
        {count !== undefined && <b>{formats.number(count)}</b>}
      </span>
    );
  const to = line.kind === 'on' ? picture.looks.get(line.to) : undefined;
  return (
    <span className={styles.foot} data-faded={faded}>
      <Icon name={line.kind === 'end' ? 'stop' : 'arrowRight'} size={12} />
      <span>{to ? text('goesOn', { name: to.name || to.sentence }) : text('endHere')}</span>
      {builder && (
        <button
          type="button"
          className={styles.add}
          aria-label={text('addAfter', { name: from?.name || from?.kind || '' })}
          onClick={() => builder.ask({ from: line.from, port: line.port })}
        >
          <Icon name="plus" size={13} />
        </button>
      )}
    </span>
  );
}

function StepLine(props: StepListProps & { id: string }) {
  const { id, picture, builder, focus, trail, onChoose } = props;
  const text = useTexts(editorTexts);
  const look = picture.looks.get(id);
  if (!look) return null;
  const on = trail?.steps.has(id);
  const looks = {
    className: cards.step,
    'data-step': id,
    'data-family': familyOf(look.node.type),
    'data-marked': builder ? builder.marked.includes(id) : focus === id,
    'data-trail': !trail ? 'none' : trail.here === id ? 'here' : on ? 'on' : 'off',
    'data-grave': look.finding?.severity === 'must',
  };
  return (
    <div className={styles.row}>
      {onChoose ? (
        <button
          type="button"
          {...looks}
          onClick={(event) => onChoose(id, event.shiftKey || event.metaKey || event.ctrlKey)}
        >
          <StepWords look={look} />
        </button>
      ) : (
        <div {...looks}>
          <StepWords look={look} />
        </div>
      )}
      {builder && look.node.type !== 'exit' && (
        <button
          type="button"
          className={styles.add}
          aria-label={text('addAfter', { name: look.name || look.kind })}
          onClick={() => builder.askAfter(id)}
        >
          <Icon name="plus" size={13} />
        </button>
      )}
    </div>
  );
}
