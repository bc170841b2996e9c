import { CONSENT_PURPOSES } from '@augenblick/contract';
import type { ConsentPurpose, MomentKind } from '@augenblick/contract';
import { MOMENT_KINDS, PUBLIC_SIGNALS, STAGES } from '@augenblick/contract';
import {
  FieldRow,
  Fields,
  MomentMark,
  ToggleChips,
  useFormats,
  useTexts,
} from '@augenblick/ui/react';
import { Select } from '@mantine/core';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import type { PanelProps } from './panel.ts';
import { useSegmentNames } from './queries.ts';
import { editorTexts } from './texts-editor.ts';
import { heartTexts } from './texts-words.ts';

/** For whom: a segment, but not another one, and only with consent. */
export function WhoPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const heart = useTexts(heartTexts);
  const mayMake = useMay('segment.write');
  const segments = useSegmentNames().data?.segments ?? [];
  // Only what is kept up live can decide within a request; what is chosen already stays visible.
  const usable = segments.filter(
    ({ id, status }) =>
      status === 'live' ||
      status === 'filling' ||
      id === draft.segmentId ||
      id === draft.excludedSegmentId,
  );
  const data = usable.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Fields>
      <FieldRow>
        <Select
          label={text('segment')}
          placeholder={text('everybody')}
          clearable
          searchable
          value={draft.segmentId}
          data={data.filter(({ value }) => value !== draft.excludedSegmentId)}
          onChange={(segmentId) => onChange({ segmentId })}
        />
        <Select
          label={text('excluded')}
          placeholder={text('nobody')}
          clearable
          searchable
          value={draft.excludedSegmentId}
          data={data.filter(({ value }) => value !== draft.segmentId)}
          onChange={(excludedSegmentId) => onChange({ excludedSegmentId })}
        />
      </FieldRow>
      {mayMake && (
        <p>
          <Link to="/segments/new">{text('newSegment')}</Link>
        </p>
      )}
      <Select
        label={text('consent')}
        placeholder={text('noConsent')}
        clearable
        value={draft.consent?.purpose ?? null}
        data={CONSENT_PURPOSES.map((value) => ({ value, label: heart(`purpose.${value}`) }))}
        onChange={(purpose) =>
          onChange({
            consent:
              purpose === null
                ? null
                : {
                    purpose: purpose as ConsentPurpose,
                    channel: draft.consent?.channel ?? 'any',
                  },
          })
        }
      />
    </Fields>
  );
}

/** How sure a moment must be; 0 = as sure as it was when it began. */
const SURE = ['0', '0.6', '0.7', '0.8', '0.9'] as const;

/** In which moment: kinds with their shapes, stages, signals, certainty. */
export function WhenPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const heart = useTexts(heartTexts);
  const formats = useFormats();
  const { when } = draft;
  const set = (part: Partial<typeof when>): void => onChange({ when: { ...when, ...part } });
  return (
    <Fields>
      <ToggleChips<MomentKind>
        label={text('kinds')}
        note={text('kindsNote')}
        options={MOMENT_KINDS.map((value) => ({
          value,
          label: heart(`kind.${value}`),
          mark: <MomentMark moment={value} silent />,
        }))}
        chosen={when.kinds as MomentKind[]}
        onChange={(kinds) => set({ kinds })}
      />
      <ToggleChips
        label={text('stages')}
        options={STAGES.map((value) => ({ value, label: heart(`stage.${value}`) }))}
        chosen={when.stages as (typeof STAGES)[number][]}
        onChange={(stages) => set({ stages })}
      />
      <ToggleChips
        label={text('signals')}
        options={PUBLIC_SIGNALS.map((value) => ({ value, label: heart(`signal.${value}`) }))}
        chosen={when.signals as typeof PUBLIC_SIGNALS}
        onChange={(signals) => set({ signals })}
      />
      {when.kinds.length > 0 && (
        <Select
          label={text('sure')}
          value={String(when.minConfidence)}
          data={sureOptions(when.minConfidence).map((value) => ({
            value,
            label:
              value === '0'
                ? text('sureAny')
                : text('sureAt', { share: formats.percent(Number(value)) }),
          }))}
          onChange={(value) => set({ minConfidence: Number(value) })}
        />
      )}
    </Fields>
  );
}

/** The usual steps, and the present value where a program has set another one. */
function sureOptions(present: number): string[] {
  const own = String(present);
  return SURE.some((one) => one === own) ? [...SURE] : [...SURE, own].toSorted();
}
