import { Icon, useFormats, useTexts } from '@augenblick/ui/react';
import styles from './preview.module.css';
import { previewTexts } from './texts-preview.ts';

/** Gmail shows no more of a mail than this and hides the rest – with it the way to unsubscribe. */
export const GMAIL_BYTES = 102 * 1024;
/** From here on it is worth a thought. */
const CLOSE = 0.8;

/** How large the mail is, against what Gmail shows. */
export function MailSize({ bytes }: { bytes: number }) {
  const text = useTexts(previewTexts);
  const formats = useFormats();
  const share = Math.min(1, bytes / GMAIL_BYTES);
  const tone = bytes > GMAIL_BYTES ? 'bad' : share > CLOSE ? 'caution' : 'good';
  const hint = text(tone === 'bad' ? 'clipped' : 'notClipped', {
    limit: formats.bytes(GMAIL_BYTES),
  });
  return (
    <span className={styles.size} data-tone={tone} title={hint}>
      {tone === 'bad' && <Icon name="warning" size={14} />}
      <span className={styles.sizeTrack} aria-hidden>
        <i style={{ width: `${Math.max(4, share * 100)}%` }} />
      </span>
      {text('size', { size: formats.bytes(bytes) })}
      {tone === 'bad' && <b>{text('clippedShort')}</b>}
    </span>
  );
}
