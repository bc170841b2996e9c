import { errorText, isGone } from '@augenblick/api';
import type { DecisionRow } from '@augenblick/contract/api/decision.ts';
import {
  Drawer,
  ErrorState,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import { DecisionView } from './decision-view.tsx';
import { useDecision } from './queries.ts';
import styles from './decisions.module.css';
import { decisionTexts } from './texts.ts';

/** One decision beside the list it was opened from; null closes it. */
export function DecisionDrawer(props: { decisionId: string | null; onClose: () => void }) {
  const text = useTexts(decisionTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const mayOpen = useMay('shopper.read');
  const { decisionId, onClose } = props;
  const query = useDecision(decisionId);
  const { data, error } = query;
  const row = data?.decision;
  const gone = isGone(error);
  return (
    <Drawer
      wide
      opened={decisionId !== null}
      onClose={onClose}
      title={row ? titleOf(row, row.words[language]) : text('decision')}
      note={row && `${text('atPlace', { place: row.placement.name })} · ${formats.exact(row.at)}`}
    >
      {error && (
        <ErrorState
          text={gone ? text('gone') : errorText(error, language)}
          onRetry={gone ? undefined : () => void query.refetch()}
        />
      )}
      {!data && !error && <TextSkeleton lines={8} />}
      {data && (
        <>
          <div className={styles.links}>
            {mayOpen && (
              <Button
                component={Link}
                size="xs"
                variant="default"
                to={`/shoppers/${data.decision.shopper.id}`}
              >
                {data.decision.shopper.name ?? text('toShopper')}
              </Button>
            )}
            {data.decision.campaign && (
              <Button
                component={Link}
                size="xs"
                variant="default"
                to={`/campaigns/${data.decision.campaign.id}`}
              >
                {text('toCampaign')}
              </Button>
            )}
          </div>
          <DecisionView detail={data} />
        </>
      )}
    </Drawer>
  );
}

function titleOf(row: DecisionRow, words: string): string {
  return row.campaign?.name ?? words;
}
