import { Fields, useLanguage, useTexts } from '@augenblick/ui/react';
import type { ConsentSettingsBody } from '@augenblick/contract/api/optin.ts';
import { MultiSelect, Select, TagsInput } from '@mantine/core';
import { Link } from 'react-router';
import { useVocabulary } from '../segments/queries.ts';
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
  const settings = useTopics().data;
  const topics = settings?.topics ?? [];
  const { audience, topic, categories = [] } = draft;
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
      {(asksForCategories(settings) || categories.length > 0) && (
        <CategoriesField value={categories} onChange={(next) => onChange({ categories: next })} />
      )}
    </Fields>
  );
}

/** Existing customers may be written to without consent, about goods like those they bought. */
function asksForCategories(settings: ConsentSettingsBody | undefined): boolean {
  const { on, similar } = settings?.existingCustomers ?? { on: false, similar: 'all' };
  return on && similar === 'category';
}

function CategoriesField(props: { value: string[]; onChange: (next: string[]) => void }) {
  const text = useTexts(editorTexts);
  const known = useVocabulary().data?.categories ?? [];
  return (
    <TagsInput
      label={text('categoriesField')}
      description={text('categoriesHint')}
      maxTags={20}
      data={known.map(({ value }) => value)}
      value={props.value}
      onChange={props.onChange}
    />
  );
}
