import { MOMENTS } from '@augenblick/ui';
import { MomentMark, uiTexts, useTexts, Wordmark } from '@augenblick/ui/react';
import { useEffect } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { LanguageSwitch } from '../shell/switches.tsx';
import styles from './frame.module.css';
import { sessionTexts } from './texts.ts';

/** The page before the console: the form at the left, what the product is about at the right. */
export function SessionFrame(props: {
  title: string;
  headline: string;
  text?: ReactNode;
  children: ReactNode;
}) {
  const text = useTexts(sessionTexts);
  const { title, headline, children } = props;
  useEffect(() => {
    document.title = `${title} · augenblick`;
  }, [title]);
  return (
    <div className={styles.frame}>
      <main className={styles.side}>
        <div className={styles.brand}>
          <Wordmark size={24} />
          <LanguageSwitch />
        </div>
        <div className={styles.form}>
          <h1>{headline}</h1>
          {props.text && <p className={styles.text}>{props.text}</p>}
          {children}
        </div>
      </main>
      <aside className={styles.scene}>
        <Eye />
        <p className={styles.promise}>{text('promise')}</p>
        <Moments />
      </aside>
    </div>
  );
}

function Moments() {
  const text = useTexts(sessionTexts);
  const name = useTexts(uiTexts);
  return (
    <ul className={styles.moments}>
      {MOMENTS.map((moment) => (
        <li key={moment}>
          <MomentMark moment={moment} size={18} silent />
          <span>
            <b>{name(moment)}</b>
            {text(`${moment}Text`)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The mark, large: lids that open once when the page is shown. */
function Eye() {
  return (
    <svg className={styles.eye} viewBox="0 0 240 130" fill="none" aria-hidden>
      <path d="M8 74C52 2 188 2 232 74" />
      <path d="M8 74C56 126 184 126 232 74" />
      <circle cx="120" cy="66" r="27" />
    </svg>
  );
}

/** A form that sends without leaving the page. */
export function Form({ onSend, children }: { onSend: () => void; children: ReactNode }) {
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    onSend();
  };
  return (
    <form className={styles.fields} onSubmit={onSubmit}>
      {children}
    </form>
  );
}
