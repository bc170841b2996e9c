import type { Brand, BrandFont } from '@augenblick/contract';
import { useTexts } from '@augenblick/ui/react';
import { textOn } from '../shell/retailer-menu.tsx';
import styles from './brand.module.css';
import { isOwnAddress } from './own-address.ts';
import { brandTexts } from './texts-brand.ts';

const STACKS: Readonly<Record<BrandFont, string>> = {
  grotesque: 'Helvetica, Arial, sans-serif',
  humanist: '"Trebuchet MS", Verdana, sans-serif',
  serif: 'Georgia, "Times New Roman", serif',
  mono: '"Courier New", monospace',
};

/** A small mail in the colours of the kit, while they are being chosen. */
export function BrandSample({ brand }: { brand: Brand }) {
  const text = useTexts(brandTexts);
  const { colours, radius, logo, imprint } = brand;
  const { accent, ink, paper, ground } = colours;
  const lines = [imprint.company, imprint.street, imprint.city].filter((line) => line !== '');
  return (
    // A drawing of how it will look, not text to be read: its contrast is what the check reports.
    <div className={styles.sample} style={{ background: ground }} aria-hidden>
      <div
        style={{
          background: paper,
          color: ink,
          borderRadius: radius,
          fontFamily: STACKS[brand.font],
        }}
      >
        {logo && isOwnAddress(logo.url) ? (
          <img src={logo.url} alt="" style={{ width: Math.min(logo.width, 200) }} />
        ) : (
          <b className={styles.sampleName} style={{ color: accent }}>
            {brand.name}
          </b>
        )}
        <p className={styles.sampleHeading}>{text('sampleHeading')}</p>
        <p>{text('sampleText')}</p>
        <span
          className={styles.sampleButton}
          style={{ background: accent, color: textOn(accent), borderRadius: radius }}
        >
          {text('sampleButton')}
        </span>
        <p className={styles.sampleFoot}>
          {text('sampleFoot')}
          {lines.length > 0 && <br />}
          {lines.join(' · ')}
        </p>
      </div>
    </div>
  );
}
