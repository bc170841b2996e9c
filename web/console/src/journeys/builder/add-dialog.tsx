import { JOURNEY_NODE_TYPES, NODE_WORDS, portsOf } from '@augenblick/contract';
import type { JourneyNodeType } from '@augenblick/contract';
import { Dialog, Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { Button, SegmentedControl } from '@mantine/core';
import { endsThere, nodeOf } from '../drawing/drawing.ts';
import type { Gap } from '../drawing/drawing.ts';
import { editorTexts } from '../texts-editor.ts';
import { portName, titleOf } from '../words.ts';
import type { JourneyWording } from '../words.ts';
import styles from './add-dialog.module.css';
import { familyOf, iconOfType } from './looks.ts';
import type { Builder } from './use-builder.ts';

const GROUPS = [
  ['say', ['send', 'decide']],
  ['wait', ['wait', 'wait_event', 'wait_until']],
  ['decide', ['branch', 'split']],
  ['do', ['code', 'points', 'task', 'profile', 'webhook', 'start_journey', 'end_journey', 'exit']],
] as const satisfies readonly (readonly [string, readonly JourneyNodeType[]])[];

/** Asks which step comes here; where the step before has several ways, also in which. */
export function AddDialog({ builder, words }: { builder: Builder; words: JourneyWording }) {
  const text = useTexts(editorTexts);
  const { adding, draft } = builder;
  const from = adding ? nodeOf(draft, adding.from) : undefined;
  return (
    <Dialog
      wide
      opened={adding !== null}
      onClose={() => builder.ask(null)}
      title={text('add')}
      note={from && text('addAfter', { name: titleOf(from, words.language) })}
      footer={
        builder.canPaste && (
          <Button
            variant="default"
            leftSection={<Icon name="copy" size={14} />}
            onClick={() => builder.paste(adding ?? undefined)}
          >
            {text('paste')}
          </Button>
        )
      }
    >
      {adding && (
        <div className={styles.stack}>
          <Ways gap={adding} builder={builder} words={words} />
          <Kinds gap={adding} builder={builder} words={words} />
        </div>
      )}
    </Dialog>
  );
}

interface PartProps {
  gap: Gap;
  builder: Builder;
  words: JourneyWording;
}

function Ways({ gap, builder, words }: PartProps) {
  const text = useTexts(editorTexts);
  const node = nodeOf(builder.draft, gap.from);
  const ports = node ? portsOf(node) : [];
  if (!node || ports.length < 2) return null;
  return (
    <SegmentedControl
      size="xs"
      className={styles.ways}
      aria-label={text('addHere')}
      value={gap.port}
      data={ports.map((port) => ({ value: port, label: portName(node, port, words) }))}
      onChange={(port) => builder.ask({ from: gap.from, port })}
    />
  );
}

function Kinds({ gap, builder, words }: PartProps) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const usable = words.vocabulary?.nodeTypes ?? JOURNEY_NODE_TYPES;
  const ends = endsThere(builder.draft, gap);
  return GROUPS.map(([group, types]) => {
    const offered = types.filter((type) => usable.includes(type) && (type !== 'exit' || ends));
    if (offered.length === 0) return null;
    return (
      <section key={group} aria-label={text(`group.${group}`)}>
        <h3 className={styles.group}>{text(`group.${group}`)}</h3>
        <ul className={styles.kinds}>
          {offered.map((type) => (
            <li key={type}>
              <button
                type="button"
                className={styles.kind}
                data-family={familyOf(type)}
                data-kind={type}
                data-autofocus={type === 'send' || undefined}
                onClick={() => builder.add(gap, type)}
              >
                <span className={styles.mark}>
                  <Icon name={iconOfType(type)} size={16} />
                </span>
                <span>
                  <b>{NODE_WORDS[type][language]}</b>
                  <span>{text(`about.${type}`)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}
