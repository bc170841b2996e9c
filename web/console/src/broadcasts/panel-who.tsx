import { Fields, useLanguage, useTexts } from '@augenblick/ui/react';
import { MultiSelect, Select } from '@mantine/core';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import type { PanelProps } from './panel.ts';
import { useSegmentNames, useTopics } from './queries.ts';
import { editorTexts } from './texts-editor.ts';

/** To whom: segments, but not others, and a topic of the preference centre. */
export function WhoPanel({ draft, onChange }: PanelProps) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const mayMake = useMay('segment.write');
  const segments = useSegmentNames().data?.segments ?? [];
  const topics = useTopics().data?.topics ?? [];
  const { audience, topic } = draft;
  const chosen = [...audience.segmentIds, ...audience.excludedSegmentIds];
  // What is switched on can be chosen; what is chosen already stays visible.
  const data = segments
    .filter(({ id, status }) => status === 'live' || status === 'filling' || chosen.includes(id))
    .map(({ id, name }) => ({ value: id, label: name }));
  const without = (ids: readonly string[]) => data.filter(({ value }) => !ids.includes(value));
  return (
    <Fields>
      <MultiSelect
        label={text('segmentsField')}
        description={audience.segmentIds.length === 0 && text('segmentsHint')}
        searchable
        clearable
        value={audience.segmentIds}
        data={without(audience.excludedSegmentIds)}
        onChange={(segmentIds) => onChange({ audience: { ...audience, segmentIds } })}
      />
      <MultiSelect
        label={text('excludedField')}
        searchable
        clearable
        value={audience.excludedSegmentIds}
        data={without(audience.segmentIds)}
        onChange={(excludedSegmentIds) =>
          onChange({ audience: { ...audience, excludedSegmentIds } })
        }
      />
      {mayMake && (
        <p>
          <Link to="/segments/new">{text('newSegment')}</Link>
        </p>
      )}
      {(topics.length > 0 || topic !== null) && (
        <Select
          label={text('topicField')}
          description={text('topicHint')}
          placeholder={text('topicNone')}
          clearable
          value={topic}
          data={topics.map(({ key, name }) => ({ value: key, label: name[language] }))}
          onChange={(next) => onChange({ topic: next })}
        />
      )}
    </Fields>
  );
}
