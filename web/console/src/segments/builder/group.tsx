import type { Condition, Leaf } from '@augenblick/contract';
import type { SegmentProblem, SegmentVocabulary } from '@augenblick/contract/api/segment.ts';
import { Icon, useTexts } from '@augenblick/ui/react';
import { Button, Menu } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { builderTexts } from '../texts-builder.ts';
import type { Wording } from '../words.ts';
import { blankLeaf, isIncomplete, MENU } from './blank.ts';
import styles from './builder.module.css';
import { Pick } from './controls.tsx';
import { LeafSentence } from './leaf.tsx';

/** A group: all or any of its parts. */
export type Group = Extract<Condition, { type: 'all' | 'any' }>;

interface Shared {
  vocabulary: SegmentVocabulary;
  wording: Wording;
  problems: readonly SegmentProblem[];
}

/** Depth to which groups can be put into groups; deeper sentences cannot be read aloud. */
const GROUPS_MAX = 3;

/** Conditions that belong together, each a sentence, joined by "and" or "or". */
export function GroupEditor(
  props: Shared & {
    group: Group;
    path: readonly (string | number)[];
    depth: number;
    onChange: (group: Group) => void;
  },
) {
  const text = useTexts(builderTexts);
  const { group, path, depth, onChange } = props;
  const list = useRef<HTMLOListElement>(null);
  const added = useRef(false);
  useEffect(() => {
    // The new sentence takes the focus, so that one can go on typing.
    if (!added.current) return;
    added.current = false;
    list.current?.lastElementChild?.querySelector<HTMLElement>('select, input')?.focus();
  });
  const replace = (at: number, part: Condition | null): void =>
    onChange({
      ...group,
      of: group.of.flatMap((one, i) => (i === at ? (part === null ? [] : [part]) : [one])),
    });
  const add = (part: Condition): void => {
    added.current = true;
    onChange({ ...group, of: [...group.of, part] });
  };
  return (
    <div className={styles.group} data-depth={depth}>
      <p className={styles.lead}>
        {depth === 1 && <span>{text('lead')}</span>}
        <Pick
          label={text('choice')}
          value={group.type}
          options={[
            ['all', text('lead.all')],
            ['any', text('lead.any')],
          ]}
          onChange={(type) => onChange({ ...group, type })}
        />
      </p>
      <ol className={styles.parts} ref={list}>
        {group.of.map((part, at) => (
          // Parts have no names of their own; their place is what they are.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at}>
            {at > 0 && (
              <span className={styles.joint}>{text(group.type === 'all' ? 'and' : 'or')}</span>
            )}
            <PartEditor
              {...props}
              part={part}
              path={[...path, at]}
              onReplace={(next) => replace(at, next)}
            />
          </li>
        ))}
      </ol>
      <AddMenu {...props} onAdd={add} groups={depth < GROUPS_MAX} />
    </div>
  );
}

/** One part with the ways to turn it round and to take it out. */
function PartEditor(
  props: Shared & {
    part: Condition;
    path: readonly (string | number)[];
    depth: number;
    onReplace: (part: Condition | null) => void;
  },
) {
  const text = useTexts(builderTexts);
  const { part, path, depth, problems, onReplace } = props;
  const negated = part.type === 'not';
  const inner = part.type === 'not' ? part.of : part;
  const wrap = (next: Condition): void => onReplace(negated ? { type: 'not', of: next } : next);
  const mine = problems.filter(
    (problem) => problem.path.join('.') === path.join('.') && problem.code !== 'empty_group',
  );
  const isGroup = inner.type === 'all' || inner.type === 'any';
  return (
    <div className={styles.part} data-negated={negated}>
      <div className={styles.partBody}>
        {negated && <span className={styles.negated}>{text('notLead')}</span>}
        {isGroup ? (
          <GroupEditor
            {...props}
            group={inner}
            path={negated ? [...path, 0] : path}
            depth={depth + 1}
            onChange={wrap}
          />
        ) : (
          <LeafSentence {...props} part={inner as Leaf} onChange={wrap} />
        )}
        {!isGroup && isIncomplete(inner) && (
          <p className={styles.problem}>
            <Icon name="info" size={14} />
            {text('incomplete')}
          </p>
        )}
        {mine.map((problem) => (
          <p key={problem.code} className={styles.problem} data-grave>
            <Icon name="warning" size={14} />
            {text(`problem.${problem.code}`)}
          </p>
        ))}
      </div>
      <div className={styles.partActions}>
        <button
          type="button"
          className={styles.small}
          aria-pressed={negated}
          title={text('negateHint')}
          onClick={() => onReplace(negated ? inner : { type: 'not', of: inner })}
        >
          {text('negate')}
        </button>
        <button
          type="button"
          className={styles.small}
          aria-label={text('remove')}
          onClick={() => onReplace(null)}
        >
          <Icon name="trash" size={15} />
        </button>
      </div>
    </div>
  );
}

function AddMenu(props: Shared & { onAdd: (part: Condition) => void; groups: boolean }) {
  const text = useTexts(builderTexts);
  const { vocabulary, onAdd, groups } = props;
  return (
    <Menu position="bottom-start" width={300}>
      <Menu.Target>
        <Button variant="default" size="sm" leftSection={<Icon name="plus" size={15} />}>
          {text('add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {MENU.map(([kind, types]) => [
          <Menu.Label key={kind}>{text(`kind.${kind}`)}</Menu.Label>,
          ...types
            .filter((type) => type !== 'segment' || vocabulary.segments.length > 0)
            .map((type) => (
              <Menu.Item key={type} onClick={() => onAdd(blankLeaf(type, vocabulary))}>
                {text(`leaf.${type}`)}
              </Menu.Item>
            )),
        ])}
        {groups && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => onAdd({ type: 'any', of: [blankLeaf('event', vocabulary)] })}>
              {text('addGroup')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
