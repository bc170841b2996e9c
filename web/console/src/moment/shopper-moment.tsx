import { api } from '@augenblick/api';
import type { ShopperMoments } from '@augenblick/contract/api/moment.ts';
import {
  Card,
  Chip,
  MomentChip,
  RelativeTime,
  StageBar,
  useLanguage,
  useNow,
  useTexts,
} from '@augenblick/ui/react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useRetailerPath } from '../session/session.tsx';
import styles from './moment.module.css';
import { sureness } from './moment-list.tsx';
import { momentTexts } from './texts.ts';
import { Why } from './why.tsx';

/** What a shopper wants right now and where they are on the journey; the reasons open in place. */
export default function ShopperMoment(props: {
  profileId: string;
  onEvent: (eventId: string) => void;
}) {
  const { profileId, onEvent } = props;
  const path = useRetailerPath();
  const { data } = useQuery({
    queryKey: [path(''), 'shopper', profileId, 'moments'],
    queryFn: ({ signal }) =>
      api.get<ShopperMoments>(path(`/shoppers/${profileId}/moments?limit=20`), { signal }),
    refetchInterval: 10_000,
  });
  // Until it is there nothing stands here: most shoppers are in no moment, and a grey box would promise one.
  return data ? <Shown data={data} onEvent={onEvent} /> : null;
}

function Shown({ data, onEvent }: { data: ShopperMoments; onEvent: (eventId: string) => void }) {
  const text = useTexts(momentTexts);
  const [language] = useLanguage();
  const now = useNow(5_000);
  const [opened, setOpened] = useState(false);
  const { journey } = data;
  const present = data.present && data.present.expiresAt > now ? data.present : null;
  const holding = data.signals.filter((signal) => signal.until > now).slice(0, 3);
  return (
    <Card>
      <div className={styles.card}>
        <div>
          <h2 className={styles.partTitle}>{text('present')}</h2>
          <div className={styles.now}>
            {present ? <MomentChip moment={present.kind} /> : <span>{text('none')}</span>}
            {present?.subject && (
              <b>{present.subject.type === 'shop' ? text('about.shop') : present.subject.name}</b>
            )}
            {present && <span className={styles.quiet}>{text(sureness(present.confidence))}</span>}
            {holding.map((signal) => (
              <Chip key={signal.id} tone="caution" hint={signal.words[language]}>
                {signal.title[language]}
              </Chip>
            ))}
            {present && (
              <button
                type="button"
                className={styles.whyButton}
                aria-expanded={opened}
                onClick={() => setOpened(!opened)}
              >
                {text(opened ? 'hideWhy' : 'why')}
              </button>
            )}
          </div>
        </div>
        <div>
          <StageBar stage={journey.stage} skipped={journey.skipped} />
          {journey.since !== null && (
            <p className={styles.path}>
              <RelativeTime at={journey.since} quiet />
            </p>
          )}
        </div>
        {opened && present && (
          <div className={styles.cardWhy}>
            <Why moment={present} onEvent={onEvent} />
          </div>
        )}
      </div>
    </Card>
  );
}
