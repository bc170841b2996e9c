import { errorText } from '@augenblick/api';
import type { Moment } from '@augenblick/ui';
import {
  Card,
  EmptyState,
  ErrorState,
  TextSkeleton,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { lazy, useState } from 'react';
import { Link } from 'react-router';
import { MomentList } from '../moment/moment-list.tsx';
import { momentTexts } from '../moment/texts.ts';
import { useMay } from '../session/session.tsx';
import { OnDemand } from '../shell/on-demand.tsx';
import type { Moments } from './moments.ts';
import { liveTexts } from './texts.ts';

const DecisionDrawer = lazy(async () => ({
  default: (await import('../decisions/decision-drawer.tsx')).DecisionDrawer,
}));

/** The moments of the shop as a list; each can be asked why in place. */
export default function MomentStream(props: {
  moments: Moments;
  error: unknown;
  onRetry: () => void;
  kind: Moment | null;
  onKind: (kind: Moment | null) => void;
  onEvent: (eventId: string) => void;
}) {
  const [language] = useLanguage();
  const { moments, error, kind, onKind, onEvent, onRetry } = props;
  const [decision, setDecision] = useState<string | null>(null);
  const { shown } = moments;
  if (!shown) {
    return (
      <Card>
        {error ? (
          <ErrorState text={errorText(error, language)} onRetry={onRetry} />
        ) : (
          <TextSkeleton lines={8} />
        )}
      </Card>
    );
  }
  return (
    <Card flush>
      {shown.length === 0 ? (
        <Nobody kind={kind} onAll={() => onKind(null)} />
      ) : (
        <MomentList
          moments={shown}
          fresh={moments.fresh}
          onEvent={onEvent}
          onDecision={setDecision}
        />
      )}
      <OnDemand wanted={decision !== null}>
        <DecisionDrawer decisionId={decision} onClose={() => setDecision(null)} />
      </OnDemand>
    </Card>
  );
}

function Nobody({ kind, onAll }: { kind: Moment | null; onAll: () => void }) {
  const text = useTexts(momentTexts);
  const live = useTexts(liveTexts);
  const may = useMay('source.write');
  if (kind !== null)
    return (
      <EmptyState
        title={text('emptyFilterTitle')}
        text={text('emptyFilterText')}
        action={
          <Button variant="default" onClick={onAll}>
            {text('showAll')}
          </Button>
        }
      />
    );
  return (
    <EmptyState
      title={text('emptyTitle')}
      text={text('emptyText')}
      action={
        may && (
          <Button component={Link} to="/sources?new=1">
            {live('connect')}
          </Button>
        )
      }
    />
  );
}
