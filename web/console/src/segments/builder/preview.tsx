import { shortId } from '@augenblick/contract';
import { errorText } from '@augenblick/api';
import type { SegmentPreview } from '@augenblick/contract/api/segment.ts';
import { Card, TextSkeleton, useFormats, useLanguage, useTexts } from '@augenblick/ui/react';
import { Link } from 'react-router';
import styles from '../segments.module.css';
import { builderTexts } from '../texts-builder.ts';
import { segmentTexts } from '../texts.ts';

/** How many are meant right now, and some of them. */
export function PreviewCard(props: {
  whole: boolean;
  preview: SegmentPreview | undefined;
  busy: boolean;
  error: unknown;
}) {
  const text = useTexts(builderTexts);
  const [language] = useLanguage();
  const { whole, preview, busy, error } = props;
  return (
    <Card title={text('previewTitle')}>
      <div aria-live="polite" aria-busy={busy}>
        {!whole ? (
          <p className={styles.quiet}>{text('previewWait')}</p>
        ) : error ? (
          <p className={styles.quiet}>{errorText(error, language)}</p>
        ) : preview === undefined ? (
          <TextSkeleton lines={4} />
        ) : preview.count === null ? (
          <p className={styles.quiet}>{text(`problem.${preview.problems[0]?.code ?? 'form'}`)}</p>
        ) : (
          <Found preview={preview} count={preview.count} />
        )}
      </div>
    </Card>
  );
}

function Found({ preview, count }: { preview: SegmentPreview; count: number }) {
  const text = useTexts(builderTexts);
  const list = useTexts(segmentTexts);
  const formats = useFormats();
  const { shoppers, sample, exact } = preview;
  const share = Math.min(1, count / Math.max(1, shoppers));
  return (
    <>
      <p className={styles.count}>
        {!exact && <small>{text('previewAbout')} </small>}
        {formats.number(count)}
      </p>
      <div className={styles.track}>
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <p className={styles.quiet}>
        {text('previewOf', { shoppers, percent: formats.percent(share, share < 0.1 ? 1 : 0) })}
      </p>
      {count === 0 ? (
        <p className={styles.quiet}>{text('previewNobody')}</p>
      ) : (
        sample.length > 0 && (
          <>
            <p className={styles.quiet}>{text('previewSample')}</p>
            <ul className={styles.changes}>
              {sample.map((one) => (
                <li key={one.id}>
                  <Link to={`/shoppers/${one.id}`} target="_blank">
                    {one.displayName ?? list('unnamed', { id: shortId(one.id) })}
                  </Link>
                  <span data-way="out">{text('previewSeen', { orders: one.orders })}</span>
                </li>
              ))}
            </ul>
          </>
        )
      )}
    </>
  );
}
