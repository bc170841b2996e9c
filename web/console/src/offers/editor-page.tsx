import type { OfferOne } from '@augenblick/contract/api/offer.ts';
import { Card, Columns, FieldRow, Fields, Page, useLanguage, useTexts } from '@augenblick/ui/react';
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useParams } from 'react-router';
import { EditorFrame, shutOf } from '../published/editor-frame.tsx';
import { FindingsCard } from '../published/findings-card.tsx';
import { PublishButton } from '../published/publish-button.tsx';
import { SaveNote, SaveProblem } from '../published/saving.tsx';
import { useMay } from '../session/session.tsx';
import { BackToOne } from '../shell/back-link.tsx';
import { ExampleCard } from './example-card.tsx';
import own from './offers.module.css';
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
  const name = query.data?.offer.name;
  return (
    <EditorFrame
      query={query}
      title={name ?? text('preview')}
      back={<Back id={offerId} name={name} />}
      gone={{
        headline: words('gone'),
        icon: 'tag',
        title: words('goneTitle'),
        text: words('goneText'),
      }}
      shut={shutOf(query.data?.offer, may, text)}
    >
      {(one) => <Editor key={offerId} first={one} />}
    </EditorFrame>
  );
}

function Back(props: { id: string; name: string | undefined }) {
  const text = useTexts(offerTexts);
  return <BackToOne list="/offers" all={text('back')} {...props} />;
}

function Editor({ first }: { first: OfferOne }) {
  const text = useTexts(offerEditorTexts);
  const [language] = useLanguage();
  const query = useOffer(first.offer.id);
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
      <SaveProblem drafting={drafting} query={query} text={text} />
      <Columns
        follow
        label={text('sentenceTitle')}
        side={
          <>
            <Card
              title={text('sentenceTitle')}
              actions={<SaveNote state={drafting.state} text={text} />}
            >
              <p className={own.sentence}>{one.words[language]}</p>
            </Card>
            <FindingsCard findings={one.findings} text={text} />
            <ExampleCard draft={settled} offerId={id} />
            <PriceCard draft={settled} />
          </>
        }
      >
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
      </Columns>
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

/** Makes the draft live, after saving what waits. */
function Publish({ drafting }: { drafting: Drafting }) {
  const text = useTexts(offerTexts);
  const step = useOfferStep();
  const { offer, findings } = drafting.one;
  return (
    <PublishButton
      thing={offer}
      drafting={drafting}
      missing={findings.some(({ severity }) => severity === 'must')}
      step={step}
      at="/offers"
      done={text('published', { name: offer.name })}
      text={text}
    />
  );
}
