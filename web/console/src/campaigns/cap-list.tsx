import { CAP_SPANS } from '@augenblick/contract';
import type { Cap } from '@augenblick/contract';
import { Icon, useTexts } from '@augenblick/ui/react';
import { ActionIcon, Button, Select } from '@mantine/core';
import styles from '../published/editor.module.css';
import { NumberField } from './number-field.tsx';
import { editorTexts } from './texts-editor.ts';
import { heartTexts } from './texts-words.ts';

/** Limits on how often, one below the other, and a button for one more; each span is used once. */
export function CapList(props: {
  caps: Cap[];
  onChange: (caps: Cap[]) => void;
  /** Spans that make sense here; all where none are named. */
  spans?: readonly Cap['per'][];
  /** How many times a new limit allows. */
  times?: number;
}) {
  const { caps, onChange, spans = CAP_SPANS, times = 1 } = props;
  const text = useTexts(editorTexts);
  const next = spans.find((span) => !caps.some(({ per }) => per === span));
  return (
    <>
      {caps.map((cap, at) => (
        <CapRow
          // Its span changes while it is chosen, and the field that has the focus must stay the same.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          cap={cap}
          spans={CAP_SPANS.filter(
            (span) =>
              span === cap.per || (spans.includes(span) && !caps.some(({ per }) => per === span)),
          )}
          onChange={(changed) => onChange(caps.with(at, changed))}
          onRemove={() => onChange(caps.toSpliced(at, 1))}
        />
      ))}
      {next && (
        <div>
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="plus" size={14} />}
            onClick={() => onChange([...caps, { times, per: next }])}
          >
            {text('capAdd')}
          </Button>
        </div>
      )}
    </>
  );
}

function CapRow(props: {
  cap: Cap;
  spans: readonly Cap['per'][];
  onChange: (cap: Cap) => void;
  onRemove: () => void;
}) {
  const { cap, spans, onChange, onRemove } = props;
  const text = useTexts(editorTexts);
  const heart = useTexts(heartTexts);
  return (
    <div className={styles.capRow}>
      <NumberField
        label={text('capTimes')}
        value={cap.times}
        min={1}
        max={1000}
        onChange={(times) => onChange({ ...cap, times: times ?? 1 })}
      />
      <Select
        label={text('capPer')}
        value={cap.per}
        data={spans.map((value) => ({ value, label: heart(`per.${value}`) }))}
        onChange={(value) => {
          const per = spans.find((one) => one === value);
          if (per) onChange({ ...cap, per });
        }}
      />
      <ActionIcon aria-label={text('capRemove')} onClick={onRemove}>
        <Icon name="close" size={14} />
      </ActionIcon>
    </div>
  );
}
