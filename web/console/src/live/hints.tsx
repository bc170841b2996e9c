import { api, errorText } from '@augenblick/api';
import type { Hint, HintList } from '@augenblick/contract/api/channel.ts';
import { Card, useFormats, useLanguage, useNow, useTexts } from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useMay, useRetailer, useRetailerPath } from '../session/session.tsx';
import styles from './hints.module.css';
import { hintTexts } from './hint-texts.ts';

const EVERY_MS = 10_000;
const MINUTE_MS = 60_000;
/** More would push everything else off the page; the rest follows as these are ticked off. */
const SHOWN = 5;

/** What journeys and colleagues tell the team about shoppers; nothing while there is nothing. */
export function Hints() {
  const { id } = useRetailer();
  const path = useRetailerPath();
  const text = useTexts(hintTexts);
  const key = ['hints', id];
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get<HintList>(path('/hints'), { signal }),
    refetchInterval: EVERY_MS,
  });
  const [language] = useLanguage();
  const tick = useMutation({
    mutationFn: (hint: string) => api.post(path(`/hints/${hint}/done`)),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  if (!data || data.hints.length === 0) return null;
  const more = data.total - Math.min(SHOWN, data.hints.length);
  return (
    <Card title={text('title')}>
      <ul className={styles.hints}>
        {data.hints.slice(0, SHOWN).map((hint) => (
          <OneHint
            key={hint.id}
            hint={hint}
            busy={tick.isPending}
            onTick={() => tick.mutate(hint.id)}
          />
        ))}
      </ul>
      {tick.isError && <p className={styles.quiet}>{errorText(tick.error, language)}</p>}
      {more > 0 && <p className={styles.quiet}>{text('more', { count: more })}</p>}
    </Card>
  );
}

function OneHint({ hint, busy, onTick }: { hint: Hint; busy: boolean; onTick: () => void }) {
  const text = useTexts(hintTexts);
  const formats = useFormats();
  const now = useNow(MINUTE_MS);
  const may = useMay('shopper.write');
  return (
    <li>
      <strong>{hint.title}</strong>
      {hint.text !== '' && <p className={styles.text}>{hint.text}</p>}
      <div className={styles.foot}>
        <span className={styles.quiet}>
          <Link to={`/shoppers/${hint.profileId}`}>{hint.name ?? text('somebody')}</Link>
          {' · '}
          {formats.relative(hint.at, now)}
        </span>
        {may && (
          <Button size="compact-xs" variant="default" disabled={busy} onClick={onTick}>
            {text('done')}
          </Button>
        )}
      </div>
    </li>
  );
}
