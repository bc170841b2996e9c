import { errorText } from '@augenblick/api';
import type { Placement } from '@augenblick/contract';
import type { PreviewAnswer } from '@augenblick/contract/api/decision.ts';
import {
  Card,
  Chip,
  ErrorState,
  Icon,
  MomentMark,
  More,
  Quiet,
  TextSkeleton,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { heartTexts } from '../campaigns/texts-words.ts';
import { ViewingBar } from '../content/preview.tsx';
import { Rendered, ShopWindow } from '../content/rendered.tsx';
import type { Viewing } from '../content/rendered.tsx';
import { ShopperPicker } from '../content/shopper-picker.tsx';
import { TraceView } from '../decisions/decision-view.tsx';
import { useRetailer } from '../session/session.tsx';
import { useWouldStand } from './queries.ts';
import styles from './placements.module.css';
import { placementTexts } from './texts.ts';

/** What would stand here for a chosen shopper at this instant, with all reasons; writes nothing. */
export function NowCard({ placement }: { placement: Placement }) {
  const text = useTexts(placementTexts);
  const [language] = useLanguage();
  const { colour } = useRetailer();
  const [shopperId, setShopperId] = useState<string | null>(null);
  const [viewing, setViewing] = useState<Viewing>({ device: 'desktop', dark: false });
  const query = useWouldStand(
    shopperId ? { placement: placement.key, shopperId, locale: language } : null,
  );
  const { data, error } = query;
  return (
    <Card
      title={text('now')}
      note={text('nowNote')}
      actions={
        data && (
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="refresh" size={14} />}
            loading={query.isFetching}
            onClick={() => void query.refetch()}
          >
            {text('again')}
          </Button>
        )
      }
    >
      <div className={styles.stack}>
        <ShopperPicker label={text('chooseShopper')} value={shopperId} onChange={setShopperId} />
        <ViewingBar viewing={viewing} onChange={setViewing} />
        <ShopWindow viewing={viewing} minHeight={placement.minHeight}>
          {!shopperId && <p className={styles.hint}>{text('nobodyChosen')}</p>}
          {shopperId && !data && !error && <TextSkeleton />}
          {shopperId && !data && error && (
            <ErrorState text={errorText(error, language)} onRetry={() => void query.refetch()} />
          )}
          {shopperId && data?.content && <Rendered content={data.content} colour={colour} />}
          {shopperId && data?.content === null && <p className={styles.hint}>{text('empty')}</p>}
        </ShopWindow>
        {shopperId && data && <Outcome answer={data} />}
      </div>
    </Card>
  );
}

function Outcome({ answer }: { answer: PreviewAnswer }) {
  const text = useTexts(placementTexts);
  const heart = useTexts(heartTexts);
  const [language] = useLanguage();
  const { moment, campaign, fallback, words, trace } = answer;
  return (
    <>
      <p className={styles.outcome}>
        {campaign ? (
          <Link to={`/campaigns/${campaign.id}`}>{campaign.name}</Link>
        ) : (
          <b>{words[language]}</b>
        )}
        {fallback && <Chip>{text('isFallback')}</Chip>}
        {moment && (
          <span className={styles.moment}>
            <MomentMark moment={moment.kind} silent />
            <Quiet>{heart(`kind.${moment.kind}`)}</Quiet>
          </span>
        )}
      </p>
      <More summary={text('why')} className={styles.why}>
        <TraceView trace={trace} heldOut={null} />
      </More>
    </>
  );
}
