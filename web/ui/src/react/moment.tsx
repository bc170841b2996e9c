import type { ReactNode } from 'react';
import { MOMENTS } from '../moment.ts';
import type { Moment } from '../moment.ts';
import { Icon, MomentMark } from './icon.tsx';
import styles from './moment.module.css';
import { uiTexts } from './texts.ts';
import { useTexts } from './use-texts.ts';

/** The five stages of the journey, in order. */
export const STAGE_NAMES = [
  'research',
  'compare',
  'purchase',
  'post_purchase',
  'recommend',
] as const;
export type StageName = (typeof STAGE_NAMES)[number];

/** A moment as a label: its shape, its colour and its name. */
export function MomentChip({ moment, children }: { moment: Moment; children?: ReactNode }) {
  const text = useTexts(uiTexts);
  return (
    <span className={styles.chip} data-moment={moment}>
      <MomentMark moment={moment} size={13} silent />
      {children ?? text(moment)}
    </span>
  );
}

/** A stage by its name. */
export function useStageWords(): (stage: StageName) => string {
  const text = useTexts(uiTexts);
  return (stage) => text(`stage.${stage}`);
}

/**
 * The five stages as one bar; what lies behind is filled, the present one is named. `skipped` stages are drawn empty.
 * `small` leaves the names to the present stage.
 */
export function StageBar(props: {
  stage: StageName;
  skipped?: readonly StageName[];
  small?: boolean;
}) {
  const text = useTexts(uiTexts);
  const { stage, skipped = [], small = false } = props;
  const present = STAGE_NAMES.indexOf(stage);
  return (
    <ol className={styles.bar} data-small={small} aria-label={text('journey')}>
      {STAGE_NAMES.map((name, at) => {
        const left = at < present ? (skipped.includes(name) ? 'skipped' : 'done') : 'ahead';
        const state = at === present ? 'present' : left;
        return (
          <li
            key={name}
            data-state={state}
            {...(state === 'present' ? { 'aria-current': 'step' as const } : {})}
          >
            <span className={styles.stageName}>
              {text(`stage.${name}`)}
              {state === 'skipped' && <em className={styles.silent}> {text('skipped')}</em>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** How many are in each moment, as four buttons that narrow what stands below down to one. */
export function MomentTiles(props: {
  label: string;
  counts: Readonly<Record<Moment, number>> | undefined;
  chosen: Moment | null;
  onChoose: (moment: Moment | null) => void;
}) {
  const text = useTexts(uiTexts);
  const { label, counts, chosen, onChoose } = props;
  return (
    <div className={styles.tiles} role="group" aria-label={label}>
      {MOMENTS.map((moment) => (
        <button
          key={moment}
          type="button"
          className={styles.tile}
          data-moment={moment}
          aria-pressed={chosen === moment}
          onClick={() => onChoose(chosen === moment ? null : moment)}
        >
          <span className={styles.tileMark}>
            <MomentMark moment={moment} size={22} silent />
          </span>
          <span className={styles.tileWords}>
            <b>{counts === undefined ? '–' : counts[moment]}</b>
            <span>{text(moment)}</span>
          </span>
        </button>
      ))}
    </div>
  );
}

/** Signs in words with a bar for how much each counts, the strongest first. */
export function SignList(props: {
  signs: readonly { key: string; words: string; weight: number; onOpen?: () => void }[];
}) {
  const most = Math.max(...props.signs.map((sign) => sign.weight), 0.01);
  return (
    <ul className={styles.signs}>
      {props.signs.map(({ key, words, weight, onOpen }) => (
        <li key={key}>
          <span className={styles.signBar} aria-hidden>
            <span style={{ width: `${Math.max(6, (weight / most) * 100)}%` }} />
          </span>
          {onOpen ? (
            <button type="button" className={styles.signWords} onClick={onOpen}>
              {words}
              <Icon name="chevronRight" size={13} />
            </button>
          ) : (
            <span className={styles.signWords}>{words}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
