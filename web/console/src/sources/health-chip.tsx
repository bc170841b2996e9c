import type { SourceShown } from '@augenblick/contract/api/source.ts';
import type { IconName } from '@augenblick/ui';
import { Chip, useNow, useTexts } from '@augenblick/ui/react';
import { healthOf, isOwn } from './kinds.ts';
import type { Health } from './kinds.ts';
import styles from './sources.module.css';
import { sourceTexts } from './texts.ts';

const LOOKS: Readonly<
  Record<Exclude<Health, 'waiting'>, { tone: 'plain' | 'good' | 'caution'; icon: IconName }>
> = {
  running: { tone: 'good', icon: 'check' },
  quiet: { tone: 'plain', icon: 'clock' },
  paused: { tone: 'caution', icon: 'pause' },
};

/** Whether a source delivers, in a word with its mark. */
export function HealthChip({ source }: { source: SourceShown }) {
  const text = useTexts(sourceTexts);
  const health = healthOf(source, useNow());
  if (health !== 'waiting') return <Chip {...LOOKS[health]}>{text(`health.${health}`)}</Chip>;
  if (isOwn(source.kind)) return <Chip icon="clock">{text('health.unused')}</Chip>;
  return (
    <Chip tone="accent">
      <span className={styles.pulse} aria-hidden />
      {text('health.waiting')}
    </Chip>
  );
}
