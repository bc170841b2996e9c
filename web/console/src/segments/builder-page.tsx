import { errorText } from '@augenblick/api';
import type { Condition } from '@augenblick/contract';
import type { SegmentVocabulary } from '@augenblick/contract/api/segment.ts';
import {
  Card,
  CodeBlock,
  ErrorState,
  More,
  Page,
  TextSkeleton,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { BackLink } from '../shell/back-link.tsx';
import { isWhole } from './builder/blank.ts';
import builder from './builder/builder.module.css';
import { type Group, GroupEditor } from './builder/group.tsx';
import { PreviewCard } from './builder/preview.tsx';
import { usePreview, useSaveSegment, useSegment, useStarters, useVocabulary } from './queries.ts';
import styles from './segments.module.css';
import { builderTexts } from './texts-builder.ts';
import { segmentTexts } from './texts.ts';
import { sentenceOf, useWording } from './words.ts';

interface Draft {
  name: string;
  note: string;
  group: Group;
}

/** Any condition as the group the builder shows. */
function asGroup(condition: Condition): Group {
  return condition.type === 'all' || condition.type === 'any'
    ? condition
    : { type: 'all', of: [condition] };
}

/** Puts a segment together: a new one, one from a starting point, or a change of one. */
export default function BuilderPage() {
  const text = useTexts(builderTexts);
  const [language] = useLanguage();
  const { segmentId } = useParams();
  const [params] = useSearchParams();
  const key = params.get('start');
  const found = useSegment(segmentId);
  const starters = useStarters();
  const vocabulary = useVocabulary();
  const starter = starters.data?.starters.find((one) => one.key === key);
  const error = vocabulary.error ?? (segmentId ? found.error : key ? starters.error : null);
  const known = found.data;
  const begin: Draft | undefined = segmentId
    ? known && {
        name: known.segment.name,
        note: known.segment.note,
        group: asGroup(known.draft ?? known.segment.condition),
      }
    : key && !starter
      ? starters.data && EMPTY
      : starter
        ? { name: starter.name[language], note: '', group: asGroup(starter.condition) }
        : EMPTY;
  const ready = vocabulary.data && begin;
  return (
    <Page
      title={text(segmentId ? 'editTitle' : 'newTitle')}
      headline={
        segmentId
          ? known && text('headlineEdit', { name: known.segment.name })
          : text('headlineNew')
      }
      back={<Back to={segmentId} />}
    >
      {error ? (
        <ErrorState
          text={errorText(error, language)}
          onRetry={() => void Promise.all([vocabulary.refetch(), found.refetch()])}
        />
      ) : ready ? (
        <Builder id={segmentId} begin={begin} vocabulary={vocabulary.data} />
      ) : (
        <TextSkeleton lines={8} />
      )}
    </Page>
  );
}

const EMPTY: Draft = { name: '', note: '', group: { type: 'all', of: [] } };

function Back({ to }: { to: string | undefined }) {
  const text = useTexts(segmentTexts);
  return <BackLink to={to ? `/segments/${to}` : '/segments'}>{text('backToList')}</BackLink>;
}

function Builder(props: { id: string | undefined; begin: Draft; vocabulary: SegmentVocabulary }) {
  const text = useTexts(builderTexts);
  const own = useTexts(segmentTexts);
  const { id, vocabulary } = props;
  const [draft, setDraft] = useState(props.begin);
  const wording = useWording(vocabulary.segments);
  const whole = isWhole(draft.group);
  const [asked] = useDebouncedValue(draft.group, 350);
  const preview = usePreview(isWhole(asked) ? asked : null, id);
  return (
    <div className={styles.columns}>
      <div className={styles.stack}>
        <Card>
          <Naming draft={draft} onChange={setDraft} />
        </Card>
        <Card title={text('conditions')}>
          <GroupEditor
            group={draft.group}
            path={[]}
            depth={1}
            vocabulary={vocabulary}
            wording={wording}
            problems={preview.data?.problems ?? []}
            onChange={(group) => setDraft({ ...draft, group })}
          />
        </Card>
        <Card title={text('sentence')}>
          <p className={styles.sentence} data-testid="sentence">
            {sentenceOf(draft.group, wording)}
          </p>
          <More summary={own('developers')}>
            <CodeBlock title={own('developersNote')} code={JSON.stringify(draft.group, null, 2)} />
          </More>
        </Card>
      </div>
      <div className={builder.side}>
        <PreviewCard
          whole={whole}
          preview={preview.data}
          busy={preview.isFetching}
          error={preview.error}
        />
        <Save id={id} draft={draft} ready={whole && (preview.data?.problems.length ?? 0) === 0} />
      </div>
    </div>
  );
}

function Naming({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const text = useTexts(builderTexts);
  return (
    <div className={styles.stack}>
      <TextInput
        label={text('name')}
        placeholder={text('namePlaceholder')}
        value={draft.name}
        maxLength={120}
        required
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <Textarea
        label={text('note')}
        value={draft.note}
        maxLength={500}
        autosize
        minRows={1}
        onChange={(event) => onChange({ ...draft, note: event.currentTarget.value })}
      />
    </div>
  );
}

function Save(props: { id: string | undefined; draft: Draft; ready: boolean }) {
  const text = useTexts(builderTexts);
  const list = useTexts(segmentTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const save = useSaveSegment();
  const { id, draft, ready } = props;
  const named = draft.name.trim() !== '';
  const run = (on: boolean): void =>
    save.mutate(
      { id, on, name: draft.name.trim(), note: draft.note, condition: draft.group },
      {
        onSuccess: ({ segment: { id: saved, name } }) => {
          toast({
            text: on ? list('switchedOn', { name }) : text('saved', { name }),
            tone: 'good',
          });
          void navigate(`/segments/${saved}`);
        },
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  return (
    <div className={builder.save}>
      {!named && <p className={styles.quiet}>{text('missingName')}</p>}
      <Button
        fullWidth
        disabled={!ready || !named}
        loading={save.isPending}
        onClick={() => run(true)}
      >
        {text('saveOn')}
      </Button>
      <Button
        fullWidth
        variant="default"
        disabled={!ready || !named || save.isPending}
        onClick={() => run(false)}
      >
        {text('save')}
      </Button>
    </div>
  );
}
