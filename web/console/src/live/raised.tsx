import type { MomentsNow } from '@augenblick/contract/api/moment.ts';
import { useLanguage, useTexts } from '@augenblick/ui/react';
import { momentTexts } from '../moment/texts.ts';
import styles from './live-page.module.css';

/** Signals of the last hour with how often they came. */
export function Raised({ signals }: { signals: MomentsNow['signals'] }) {
  const text = useTexts(momentTexts);
  const [language] = useLanguage();
  return (
    <ul className={styles.raised}>
      {signals.map(({ name, title, count }) => (
        <li key={name}>
          <span>{title[language]}</span>
          <span className={styles.nobody}>{text('times', { count })}</span>
        </li>
      ))}
    </ul>
  );
}
