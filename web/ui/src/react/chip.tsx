import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { IconName } from '../icon-paths.gen.ts';
import { Icon } from './icon.tsx';
import { useFormats, useNow } from './provider.tsx';
import styles from './chip.module.css';

/** A small label. Tone never stands alone: the words (or the icon) say the same. */
export function Chip(props: {
  tone?: 'plain' | 'accent' | 'good' | 'caution' | 'bad';
  icon?: IconName;
  /** Longer explanation on hover and focus. */
  hint?: string;
  children: ReactNode;
}) {
  const { tone = 'plain', icon, hint, children } = props;
  const chip = (
    <span className={styles.chip} data-tone={tone} {...(hint ? { tabIndex: 0 } : {})}>
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
  return hint ? <Tooltip label={hint}>{chip}</Tooltip> : chip;
}

/** "vor 2 Minuten", renewed by itself; the exact time on hover and focus. */
export function RelativeTime({ at, quiet = false }: { at: number; quiet?: boolean }) {
  const formats = useFormats();
  const now = useNow();
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={formats.exact(at)}
      className={quiet ? styles.quietTime : styles.time}
    >
      {formats.relative(at, Math.max(now, at))}
    </time>
  );
}

/** Initials of a name in a calm colour that stays the same for the same name; a person's outline when unknown. */
export function Avatar({ name, size = 32 }: { name: string | null; size?: number }) {
  const style = { width: size, height: size, fontSize: Math.round(size * 0.38) };
  return (
    <span className={styles.avatar} data-hue={hue(name)} style={style} aria-hidden>
      {name ? initials(name) : <Icon name="user" size={Math.round(size * 0.5)} />}
    </span>
  );
}

/** First letters of the first and last word: "Anna-Lena von Berg" → "AB". */
export function initials(name: string): string {
  const words = name
    .replace(/@.*$/, '')
    .split(/[\s._-]+/)
    .filter((word) => /\p{L}|\p{N}/u.test(word));
  const first = words[0] ?? name;
  const last = words.length > 1 ? (words[words.length - 1] ?? '') : '';
  return (firstLetter(first) + firstLetter(last)).toUpperCase();
}

function firstLetter(word: string): string {
  return /[\p{L}\p{N}]/u.exec(word)?.[0] ?? '';
}

function hue(name: string | null): number {
  if (!name) return 0;
  let sum = 0;
  for (let at = 0; at < name.length; at += 1) sum = (sum * 31 + name.charCodeAt(at)) % 997;
  return 1 + (sum % 5);
}
