import type { SourceShown } from '@augenblick/contract/api/source.ts';
import { Chip, useNow, useTexts } from '@augenblick/ui/react';
import { healthOf, isOwn } from './kinds.ts';
import styles from './sources.module.css';
import { sourceTexts } from './texts.ts';

/** Whether a source delivers, in a word with its mark. */
export function HealthChip({ source }: { source: SourceShown }) {
  const text = useTexts(sourceTexts);
  const health = healthOf(source, useNow());
  switch (health) {
    case 'paused':
      return (
        <Chip tone="caution" icon="pause">
          {text('health.paused')}
        </Chip>
      );
    case 'waiting':
      if (isOwn(source.kind)) return <Chip icon="clock">{text('health.unused')}</Chip>;
      return (
        <Chip tone="accent">
          <span className={styles.pulse} aria-hidden />
          {text('health.waiting')}
        </Chip>
      );
    case 'quiet':
      return <Chip icon="clock">{text('health.quiet')}</Chip>;
    case 'running':
      return (
        <Chip tone="good" icon="check">
          {text('health.running')}
        </Chip>
      );
  }
}
