import { errorText } from '@augenblick/api';
import type { Placement } from '@augenblick/contract';
import {
  Card,
  Icon,
  Notice,
  Quiet,
  TextSkeleton,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { EMPTY_CONTENT } from '../content/empty.ts';
import { useMay } from '../session/session.tsx';
import { changeOf, useChangePlacement } from './queries.ts';
import styles from './placements.module.css';
import { placementTexts } from './texts.ts';

const FallbackEditor = lazy(async () => ({
  default: (await import('./fallback-editor.tsx')).FallbackEditor,
}));

/** What stands here when nobody wins: written in both languages, with its preview. */
export function FallbackCard({ placement }: { placement: Placement }) {
  const text = useTexts(placementTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const may = useMay('campaign.write');
  const change = useChangePlacement(placement.key);
  const [draft, setDraft] = useState(placement.fallback);
  const changed = JSON.stringify(draft) !== JSON.stringify(placement.fallback);
  const save = async (fallback: Placement['fallback']): Promise<void> => {
    const before = changeOf(placement);
    try {
      // Awaited, not called back: with the new fallback this card begins anew.
      await change.mutateAsync({ ...before, fallback });
      toast({
        text: text(fallback ? 'fallbackSaved' : 'fallbackRemoved'),
        tone: 'good',
        undo: () => change.mutate(before),
      });
    } catch {
      // The mutation keeps the error and the card shows it.
    }
  };
  return (
    <Card title={text('fallback')} note={text('fallbackNote')}>
      {draft === null ? (
        <NoFallback
          onWrite={may ? () => setDraft({ de: EMPTY_CONTENT, en: EMPTY_CONTENT }) : undefined}
        />
      ) : (
        <div className={styles.stack}>
          <Suspense fallback={<TextSkeleton />}>
            <FallbackEditor
              fallback={draft}
              minHeight={placement.minHeight}
              mayWrite={may}
              onChange={setDraft}
            />
          </Suspense>
          {change.error && <Notice tone="bad">{errorText(change.error, language)}</Notice>}
          {may && (
            <div className={styles.foot}>
              <Button
                loading={change.isPending}
                disabled={!changed}
                onClick={() => void save(draft)}
              >
                {text('save')}
              </Button>
              <Button
                variant="subtle"
                color="bad"
                onClick={() => (placement.fallback ? void save(null) : setDraft(null))}
              >
                {text('fallbackRemove')}
              </Button>
            </div>
          )}
        </div>
      )}
    </Card>
  );
}

function NoFallback({ onWrite }: { onWrite: (() => void) | undefined }) {
  const text = useTexts(placementTexts);
  return (
    <div className={styles.stack}>
      <Quiet>{text('noFallback')}</Quiet>
      {onWrite && (
        <div>
          <Button variant="default" leftSection={<Icon name="edit" size={14} />} onClick={onWrite}>
            {text('fallbackAdd')}
          </Button>
        </div>
      )}
    </div>
  );
}
