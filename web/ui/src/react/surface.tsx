import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import type { IconName } from '../icon-paths.gen.ts';
import { Icon, Mark } from './icon.tsx';
import { useTexts } from './use-texts.ts';
import { uiTexts } from './texts.ts';
import styles from './surface.module.css';

/**
 * One screen: its name, one sentence that says what is going on, what can be done, then the content. The sentence is
 * the page's h1 and takes the focus when the screen opens, so that a screen reader begins with it.
 */
export function Page(props: {
  /** Name of the page, also in the browser's tab. */
  title: string;
  /** One sentence with the facts of this moment. While it is unknown a grey line stands there. */
  headline: ReactNode;
  /** A second, quieter line: base and period of the figures. */
  note?: ReactNode;
  /** Buttons at the right. */
  actions?: ReactNode;
  /** Way back to the page above. */
  back?: ReactNode;
  /** Narrow for forms and settings. */
  width?: 'wide' | 'narrow';
  children: ReactNode;
}) {
  const { title, headline, note, actions, back, width = 'wide', children } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · augenblick`;
  }, [title]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className={styles.page} data-width={width}>
      <header className={styles.pageHead}>
        <div className={styles.pageWords}>
          {back ?? <p className={styles.pageTitle}>{title}</p>}
          <h1 className={styles.headline} ref={heading} tabIndex={-1}>
            {headline ?? (
              <>
                <VisuallyHidden>{title}</VisuallyHidden>
                <Skeleton height={30} width="min(520px, 80%)" />
              </>
            )}
          </h1>
          {note && <p className={styles.note}>{note}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A raised surface with an optional heading and actions. `flush` lets the content reach the edge (tables). */
export function Card(props: {
  title?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  /** Draws the card as a warning: what is inside cannot be taken back. */
  tone?: 'bad' | 'caution';
  children?: ReactNode;
}) {
  const { title, note, actions, flush = false, tone, children } = props;
  const id = useId();
  return (
    <section
      className={styles.card}
      data-flush={flush}
      data-tone={tone}
      {...(title === undefined ? {} : { 'aria-labelledby': id })}
    >
      {(title !== undefined || actions !== undefined) && (
        <header className={styles.cardHead}>
          <div>
            <h2 className={styles.cardTitle} id={id}>
              {title}
            </h2>
            {note && <p className={styles.cardNote}>{note}</p>}
          </div>
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** One figure with its name; `note` says period and base. */
export function Stat(props: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: 'good' | 'caution' | 'bad';
  icon?: IconName;
  children?: ReactNode;
}) {
  const { label, value, note, tone, icon, children } = props;
  return (
    <div className={styles.stat} data-tone={tone}>
      <p className={styles.statLabel}>
        {icon && <Icon name={icon} size={14} />}
        {label}
      </p>
      <p className={styles.statValue}>{value ?? <Skeleton height={26} width={72} />}</p>
      {note && <p className={styles.statNote}>{note}</p>}
      {children}
    </div>
  );
}

/** Stats side by side in one card. */
export function StatRow({ children }: { children: ReactNode }) {
  return <div className={styles.statRow}>{children}</div>;
}

/** Nothing there yet: why, and the next step as a button. */
export function EmptyState(props: {
  icon?: IconName;
  title: string;
  text: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles.state}>
      <span className={styles.stateIcon}>
        {props.icon ? <Icon name={props.icon} size={22} /> : <Mark size={26} />}
      </span>
      <p className={styles.stateTitle}>{props.title}</p>
      <p className={styles.stateText}>{props.text}</p>
      {props.action && <div className={styles.stateAction}>{props.action}</div>}
    </div>
  );
}

/** Something failed: what happened and what it means (`text`), and the way to try again. */
export function ErrorState(props: {
  title?: string | undefined;
  text: ReactNode;
  onRetry?: (() => void) | undefined;
}) {
  const text = useTexts(uiTexts);
  return (
    <div className={styles.state} role="alert">
      <span className={styles.stateIcon} data-tone="bad">
        <Icon name="error" size={22} />
      </span>
      <p className={styles.stateTitle}>{props.title ?? text('errorTitle')}</p>
      <p className={styles.stateText}>{props.text}</p>
      {props.onRetry && (
        <div className={styles.stateAction}>
          <Button
            variant="default"
            leftSection={<Icon name="refresh" size={14} />}
            onClick={props.onRetry}
          >
            {text('retry')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Names and values one below the other. A null value shows a quiet dash. `apart`: small, values at the far end, as on a bill. */
export function KeyValue(props: {
  entries: readonly (readonly [string, ReactNode])[];
  apart?: boolean;
}) {
  const { entries, apart = false } = props;
  const text = useTexts(uiTexts);
  return (
    <dl className={styles.keyValue} data-apart={apart}>
      {entries.map(([name, value]) => (
        <div key={name} className={styles.keyValueRow}>
          <dt>{name}</dt>
          <dd>
            {value ?? (
              <span className={styles.quiet} title={text('noValue')}>
                –
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A note inside a page that must not be missed: quiet box with icon. */
export function Notice(props: {
  tone?: 'info' | 'good' | 'caution' | 'bad';
  title?: string;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  const { tone = 'info', title, actions, children } = props;
  const icon = ({ info: 'info', good: 'check', caution: 'warning', bad: 'error' } as const)[tone];
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <Icon name={icon} size={16} />
      <div className={styles.noticeText}>
        {title && <p className={styles.noticeTitle}>{title}</p>}
        {children}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** Grey lines where text will stand. */
export function TextSkeleton({ lines = 3 }: { lines?: number }) {
  const text = useTexts(uiTexts);
  return (
    <div className={styles.lines} role="status" aria-label={text('loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={12} width={line === lines - 1 ? '60%' : '100%'} />
      ))}
    </div>
  );
}
