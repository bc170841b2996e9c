import type { CampaignOutcome } from '@augenblick/contract/api/decision.ts';
import { Card, Quiet, useFormats, useTexts } from '@augenblick/ui/react';
import styles from './campaigns.module.css';
import { campaignTexts } from './texts.ts';

/** The wordings beside each other, with how sure their success is; then the places. */
export function VariantsCard({ outcome }: { outcome: CampaignOutcome }) {
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  const { variants, placements } = outcome;
  const top = Math.max(...variants.map(({ high }) => high), 0.001);
  return (
    <>
      <Card title={text('variants')} note={text('variantsNote')}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard must be able to scroll it */}
        <div className={styles.table} tabIndex={0} role="region" aria-label={text('variants')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{text('variant')}</th>
                <th scope="col" className={styles.end}>
                  {text('shown')}
                </th>
                <th scope="col" className={styles.end}>
                  {text('clicked')}
                </th>
                <th scope="col">{text('response')}</th>
                <th scope="col" className={styles.end}>
                  {text('best')}
                </th>
              </tr>
            </thead>
            <tbody>
              {variants.map((variant) => (
                <tr key={variant.variantId}>
                  <td>{variant.name}</td>
                  <td className={styles.end}>{formats.number(variant.shown)}</td>
                  <td className={styles.end}>{formats.number(variant.clicked)}</td>
                  <td>
                    <Whisker {...variant} top={top} />
                  </td>
                  <td className={styles.end}>{formats.percent(variant.best)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
      <PlacesCard placements={placements} />
    </>
  );
}

function PlacesCard({ placements }: Pick<CampaignOutcome, 'placements'>) {
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  if (placements.length === 0) return null;
  return (
    <Card title={text('places')}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard must be able to scroll it */}
      <div className={styles.table} tabIndex={0} role="region" aria-label={text('places')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text('place')}</th>
              <th scope="col" className={styles.end}>
                {text('shown')}
              </th>
              <th scope="col" className={styles.end}>
                {text('clicked')}
              </th>
              <th scope="col" className={styles.end}>
                {text('goals')}
              </th>
            </tr>
          </thead>
          <tbody>
            {placements.map((place) => (
              <tr key={place.key}>
                <td>{place.name}</td>
                <td className={styles.end}>{formats.number(place.shown)}</td>
                <td className={styles.end}>{formats.number(place.clicked)}</td>
                <td className={styles.end}>{formats.number(place.goals)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

/** What is believed, and between what it surely lies. */
function Whisker(props: { response: number; low: number; high: number; top: number }) {
  const { response, low, high, top } = props;
  const text = useTexts(campaignTexts);
  const formats = useFormats();
  const place = (share: number): string => `${(share / top) * 100}%`;
  return (
    <span className={styles.whisker}>
      <span aria-hidden>
        <i style={{ left: place(low), width: place(high - low) }} />
        <b style={{ left: place(response) }} />
      </span>
      <span>
        {formats.percent(response, 1)}{' '}
        <Quiet>
          {text('responseBetween', {
            low: formats.percent(low, 1),
            high: formats.percent(high, 1),
          })}
        </Quiet>
      </span>
    </span>
  );
}
