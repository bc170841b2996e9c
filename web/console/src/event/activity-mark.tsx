import { Chip, Icon, useTexts } from '@augenblick/ui/react';
import { ACTIVITY_ICONS, activityOf } from './activity.ts';
import styles from './activity-mark.module.css';
import { activityTexts } from './texts.ts';

/** The round mark before an event in a list: a calm tint and a line drawing, named for screen readers. */
export function ActivityMark({ event }: { event: string }) {
  const text = useTexts(activityTexts);
  const activity = activityOf(event);
  return (
    <span className={styles.mark} data-activity={activity} title={text(activity)}>
      <Icon name={ACTIVITY_ICONS[activity]} size={14} label={text(activity)} />
    </span>
  );
}

/** The same in words. */
export function ActivityChip({ event }: { event: string }) {
  const text = useTexts(activityTexts);
  const activity = activityOf(event);
  return <Chip icon={ACTIVITY_ICONS[activity]}>{text(activity)}</Chip>;
}
