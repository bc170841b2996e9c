import { ApiError, errorText } from '@augenblick/api';
import type { OfferFinding, OfferOne } from '@augenblick/contract/api/offer.ts';
import {
  Card,
  EmptyState,
  FieldRow,
  Fields,
  Icon,
  Notice,
  Page,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate, useParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import type { SaveState } from '../shell/draft-keeper.ts';
import { Loaded } from '../shell/loaded.tsx';
import { ExampleCard } from './example-card.tsx';
import styles from './offers.module.css';
import { GivePanel } from './panel-give.tsx';
import type { PanelProps } from './panel-give.tsx';
import {
  CodePanel,
  GoodsPanel,
  LimitsPanel,
  StackingPanel,
  TimePanel,
  WhoPanel,
} from './panel-terms.tsx';
import { PriceCard } from './price-card.tsx';
import { useOffer, useOfferStep } from './queries.ts';
import { offerTexts } from './texts.ts';
import { offerEditorTexts } from './texts-editor.ts';
import { useOfferDraft } from './use-draft.ts';
import type { Drafting } from './use-draft.ts';

/** Writes an offer; every change saves itself into the draft and shows at once what it does. */
export default function OfferEditorPage() {
  const { offerId = '' } = useParams();
  const text = useTexts(offerEditorTexts);
  const words = useTexts(offerTexts);
  const may = useMay('offer.write');
  const query = useOffer(offerId);
  const gone = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  const ended = query.data?.offer.status === 'ended';
  if (query.data && may && !ended) return <Editor key={offerId} first={query.data} />;
  return (
    <Page
      title={query.data?.offer.name ?? text('preview')}
      headline={
        gone ? words('gone') : ended ? text('endedTitle') : !may ? text('mayNot') : undefined
      }
      back={<Back id={offerId} name={query.data?.offer.name} />}
    >
      {gone && <EmptyState icon="tag" title={words('goneTitle')} text={words('goneText')} />}
      {ended && <Notice>{text('endedText')}</Notice>}
      {!gone && !ended && (
        <Loaded query={query} lines={8}>
          {() => null}
        </Loaded>
      )}
    </Page>
  );
}

function Back({ id, name }: { id: string; name: string | undefined }) {
  const text = useTexts(offerTexts);
  return (
    <BackLink to={name === undefined ? '/offers' : `/offers/${id}`}>
      {name ?? text('back')}
    </BackLink>
  );
}

function Editor({ first }: { first: OfferOne }) {
  const text = useTexts(offerEditorTexts);
  const [language] = useLanguage();
  const drafting = useOfferDraft(first);
  const { draft, one, change } = drafting;
  const [settled] = useDebouncedValue(draft, 400);
  const panel: PanelProps = { draft, onChange: change };
  const { id } = one.offer;
  return (
    <Page
      title={draft.name}
      headline={text('headline', { name: draft.name })}
      note={text('note')}
      back={<Back id={id} name={draft.name} />}
      actions={<Publish drafting={drafting} />}
    >
      <SaveProblem drafting={drafting} offerId={id} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <NameCard {...panel} />
          <Card title={text('give')}>
            <GivePanel {...panel} />
          </Card>
          <Card title={text('what')}>
            <GoodsPanel {...panel} />
          </Card>
          <Card title={text('who')}>
            <WhoPanel {...panel} />
          </Card>
          <Card title={text('code')}>
            <CodePanel {...panel} />
          </Card>
          <Card title={text('time')}>
            <TimePanel {...panel} />
          </Card>
          <Card title={text('stacking')}>
            <StackingPanel {...panel} />
          </Card>
          <Card title={text('limits')} note={text('limitsNote')}>
            <LimitsPanel {...panel} />
          </Card>
        </div>
        <aside className={styles.side} aria-label={text('sentenceTitle')}>
          <Card title={text('sentenceTitle')} actions={<SaveNote state={drafting.state} />}>
            <p className={styles.sentence}>{one.words[language]}</p>
          </Card>
          <Findings findings={one.findings} />
          <ExampleCard draft={settled} offerId={id} />
          <PriceCard draft={settled} />
        </aside>
      </div>
    </Page>
  );
}

function NameCard({ draft, onChange }: PanelProps) {
  const text = useTexts(offerEditorTexts);
  const { name, title } = draft;
  return (
    <Card>
      <Fields>
        <TextInput
          label={text('name')}
          description={text('nameNote')}
          maxLength={120}
          value={name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <FieldRow>
          <TextInput
            label={text('titleDe')}
            description={text('titleNote')}
            maxLength={120}
            value={title.de}
            onChange={(event) => onChange({ title: { ...title, de: event.currentTarget.value } })}
          />
          <TextInput
            label={text('titleEn')}
            description={text('titleNote')}
            maxLength={120}
            value={title.en}
            onChange={(event) => onChange({ title: { ...title, en: event.currentTarget.value } })}
          />
        </FieldRow>
      </Fields>
    </Card>
  );
}

/** What still has to be done, in words. */
function Findings({ findings }: { findings: readonly OfferFinding[] }) {
  const text = useTexts(offerEditorTexts);
  const [language] = useLanguage();
  const must = findings.filter(({ severity }) => severity === 'must');
  return (
    <Card
      title={text('checkTitle')}
      note={must.length === 0 ? text('checkGood') : text('checkMust', { count: must.length })}
    >
      <ul className={styles.findings} aria-live="polite">
        {[...must, ...findings.filter(({ severity }) => severity === 'should')].map(
          ({ severity, field, words }) => (
            <li key={`${field}${words.en}`} data-severity={severity}>
              <Icon name={severity === 'must' ? 'warning' : 'info'} size={15} />
              <span>{words[language]}</span>
            </li>
          ),
        )}
      </ul>
    </Card>
  );
}

/** Makes the draft live, after saving what waits. */
function Publish({ drafting }: { drafting: Drafting }) {
  const text = useTexts(offerTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const step = useOfferStep();
  const { one, state } = drafting;
  const { id, name, version, status, changed } = one.offer;
  const missing = one.findings.some(({ severity }) => severity === 'must');
  const same = version > 0 && status === 'live' && !changed && state === 'saved';
  const publish = async (): Promise<void> => {
    if (!(await drafting.flush())) return;
    step.mutate(
      { id, step: 'publish' },
      {
        onSuccess: () => {
          void navigate(`/offers/${id}`);
          toast({
            text: text('published', { name }),
            tone: 'good',
            ...(version > 0 ? {} : { undo: () => step.mutate({ id, step: 'pause' }) }),
          });
        },
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  };
  return (
    <Button
      leftSection={<Icon name="play" size={14} />}
      loading={step.isPending}
      disabled={missing || same}
      onClick={() => void publish()}
    >
      {text(version > 0 ? 'publishChanges' : 'publish')}
    </Button>
  );
}

/** Says quietly whether everything is saved. */
function SaveNote({ state }: { state: SaveState }) {
  const text = useTexts(offerEditorTexts);
  const good = state === 'saved';
  const key = good ? 'saved' : state === 'failed' || state === 'conflict' ? 'unsaved' : 'saving';
  return (
    <span className={styles.saveNote} role="status">
      {good && <Icon name="check" size={14} />}
      {text(key)}
    </span>
  );
}

/** Saving that did not work is said at once, above everything else. */
function SaveProblem({ drafting, offerId }: { drafting: Drafting; offerId: string }) {
  const text = useTexts(offerEditorTexts);
  const [language] = useLanguage();
  const query = useOffer(offerId);
  if (drafting.state === 'conflict') {
    const load = async (): Promise<void> => {
      const { data } = await query.refetch();
      if (data) drafting.take(data);
    };
    const action = (
      <Button variant="default" onClick={() => void load()}>
        {text('conflictLoad')}
      </Button>
    );
    return (
      <Notice tone="bad" title={text('conflictTitle')} actions={action}>
        {text('conflictText')}
      </Notice>
    );
  }
  if (drafting.state !== 'failed') return null;
  const again = (
    <Button
      variant="default"
      leftSection={<Icon name="refresh" size={14} />}
      onClick={() => void drafting.flush()}
    >
      {text('saveAgain')}
    </Button>
  );
  return (
    <Notice tone="bad" title={text('saveFailed')} actions={again}>
      {errorText(drafting.error, language)}
    </Notice>
  );
}
