import { useTexts } from '@augenblick/ui/react';
import { Link } from 'react-router';
import { useMay } from '../session/session.tsx';
import styles from './campaigns.module.css';
import { campaignTexts } from './texts.ts';

/** The way to the decisions in which this campaign stood for choice. */
export function WhyCard({ campaignId }: { campaignId: string }) {
  const text = useTexts(campaignTexts);
  if (!useMay('decision.read')) return null;
  return (
    <Link className={styles.whyLink} to={`/decisions?campaign=${campaignId}`}>
      {text('whyLink')}
    </Link>
  );
}
