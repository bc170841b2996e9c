import { errorText } from '@augenblick/api';
import type { Brand } from '@augenblick/contract';
import type { BrandAnswer } from '@augenblick/contract/api/template.ts';
import {
  Card,
  Columns,
  Icon,
  Notice,
  Page,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Findings } from '../published/findings-card.tsx';
import { useMay } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import styles from './brand.module.css';
import { BrandSample } from './brand-sample.tsx';
import { ImprintCard, LookCard, SocialCard, SpeechCard } from './brand-cards.tsx';
import { useBrand, useSaveBrand } from './queries.ts';
import { brandTexts } from './texts-brand.ts';

/** How every message looks, and who is responsible for it. */
export default function BrandPage() {
  const text = useTexts(brandTexts);
  const query = useBrand();
  const may = useMay('message.write');
  const [language] = useLanguage();
  const toast = useToast();
  const save = useSaveBrand();
  const [edited, setEdited] = useState<Brand | null>(null);
  const { data } = query;
  const brand = edited ?? data?.brand;
  const store = (): void => {
    if (!brand) return;
    save.mutate(brand, {
      onSuccess: () => {
        setEdited(null);
        toast({ text: text('saved'), tone: 'good' });
      },
      onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
    });
  };
  return (
    <Page
      title={text('title')}
      headline={
        data
          ? data.version === 0
            ? text('headlineNew')
            : text('headline', { name: data.brand.name })
          : query.error
            ? text('title')
            : undefined
      }
      note={text(may ? 'note' : 'mayNot')}
      back={<BackLink to="/messages?tab=templates">{text('back')}</BackLink>}
      actions={
        may && (
          <>
            {edited && <span className={styles.unsaved}>{text('unsaved')}</span>}
            <Button
              leftSection={<Icon name="check" size={14} />}
              // What was only guessed so far can be agreed to as it is.
              disabled={edited === null && data?.version !== 0}
              loading={save.isPending}
              onClick={store}
            >
              {text('save')}
            </Button>
          </>
        )
      }
    >
      <Loaded query={query} lines={10}>
        {(answer) => <Kit answer={answer} brand={brand ?? answer.brand} onChange={setEdited} />}
      </Loaded>
    </Page>
  );
}

function Kit(props: { answer: BrandAnswer; brand: Brand; onChange: (brand: Brand) => void }) {
  const { answer, brand, onChange } = props;
  const may = useMay('message.write');
  const text = useTexts(brandTexts);
  const set = (part: Partial<Brand>): void => onChange({ ...brand, ...part });
  return (
    <Columns
      follow
      side={
        <>
          <Card title={text('preview')} note={text('previewNote')}>
            <BrandSample brand={brand} />
          </Card>
          <CheckCard findings={answer.findings} />
        </>
      }
    >
      <fieldset className={styles.main} disabled={!may}>
        <legend className={styles.legend}>{text('title')}</legend>
        <LookCard brand={brand} onSet={set} />
        <SpeechCard brand={brand} onSet={set} />
        <ImprintCard brand={brand} onSet={set} />
        <SocialCard brand={brand} onSet={set} />
      </fieldset>
    </Columns>
  );
}

function CheckCard({ findings }: { findings: BrandAnswer['findings'] }) {
  const text = useTexts(brandTexts);
  if (findings.length === 0) return <Notice tone="good">{text('checkGood')}</Notice>;
  return (
    <Card title={text('check')}>
      <Findings findings={findings} />
    </Card>
  );
}
