import { Icon, useLanguage, useTexts } from '@augenblick/ui/react';
import { editorTexts } from '../texts-editor.ts';
import styles from './canvas.module.css';
import { iconOf } from './looks.ts';
import type { StepLook } from './picture.ts';

/** What is written on a step: its kind or name, its sentence, who is there, what is missing. */
export function StepWords({ look }: { look: StepLook }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const { node, finding, loose, here, through } = look;
  return (
    <>
      <span className={styles.kind}>
        <span className={styles.mark}>
          <Icon name={iconOf(node)} size={13} />
        </span>
        <span className={styles.kindName}>{look.name || look.kind}</span>
      </span>
      <span className={styles.sentence}>{look.sentence}</span>
      {through !== null && (
        <span className={styles.counts}>
          {here !== null && here > 0 && (
            <b>
              <i aria-hidden />
              {text('stepHere', { count: here })}
            </b>
          )}
          <span>{text('stepThrough', { count: through })}</span>
        </span>
      )}
      {(finding || loose) && (
        <span
          className={styles.finding}
          data-severity={loose ? 'must' : (finding?.severity ?? 'must')}
        >
          <Icon name={loose || finding?.severity === 'must' ? 'warning' : 'info'} size={13} />
          <span>{loose ? text('loose') : finding?.words[language]}</span>
        </span>
      )}
    </>
  );
}
