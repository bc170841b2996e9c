import { Button } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { DragEvent, ReactNode } from 'react';
import styles from './field.module.css';
import { Icon } from './icon.tsx';
import { useFormats } from './provider.tsx';
import { useTexts } from './use-texts.ts';
import { uiTexts } from './texts.ts';
import { useToast } from './toast.tsx';

/** Copies text; says so for two seconds, or asks the reader to copy by hand where the browser refuses. */
export function useCopy(): { copied: boolean; copy: (value: string) => void } {
  const text = useTexts(uiTexts);
  const toast = useToast();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = window.setTimeout(() => setCopied(false), 2000);
    return () => window.clearTimeout(timer);
  }, [copied]);
  const write = async (value: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      toast({ text: text('copyFailed'), tone: 'bad' });
    }
  };
  return { copied, copy: (value) => void write(value) };
}

/** A button that copies and then says so. */
export function CopyButton({ value, label }: { value: string; label?: string }) {
  const text = useTexts(uiTexts);
  const { copied, copy } = useCopy();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
      onClick={() => copy(value)}
    >
      <span aria-live="polite">{copied ? text('copied') : (label ?? text('copy'))}</span>
    </Button>
  );
}

/** A value that people copy elsewhere: a key, a link, an id. */
export function CopyField(props: { label?: string; value: string; note?: ReactNode }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.copyField}>
      {props.label && <label htmlFor={id}>{props.label}</label>}
      <div className={styles.copyRow}>
        <input
          id={id}
          ref={field}
          readOnly
          value={props.value}
          onFocus={() => field.current?.select()}
          {...(props.label ? {} : { 'aria-label': props.value })}
        />
        <CopyButton value={props.value} />
      </div>
      {props.note && <p className={styles.note}>{props.note}</p>}
    </div>
  );
}

/** Code to copy, scrolls inside itself. `title` names the file or the language. */
export function CodeBlock({ code, title }: { code: string; title?: string }) {
  return (
    <figure className={styles.code}>
      <figcaption>
        <span>{title}</span>
        <CopyButton value={code} />
      </figcaption>
      {/* Focusable, because a keyboard must be able to scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}

/** A place to drop or choose one file. The caller reads it; size over `limitBytes` is refused with a sentence. */
export function FileDrop(props: {
  label: string;
  /** As for <input accept>: ".csv,.xlsx". */
  accept: string;
  limitBytes?: number;
  note?: ReactNode;
  disabled?: boolean;
  onFile: (file: File) => void;
}) {
  const text = useTexts(uiTexts);
  const formats = useFormats();
  const { limitBytes, disabled = false } = props;
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const take = (file: File | undefined): void => {
    if (!file || disabled) return;
    const tooLarge = limitBytes !== undefined && file.size > limitBytes;
    setRefused(tooLarge ? text('fileTooLarge', { limit: formats.bytes(limitBytes) }) : null);
    if (!tooLarge) props.onFile(file);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <label
      className={styles.drop}
      data-over={over}
      data-disabled={disabled}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        type="file"
        accept={props.accept}
        disabled={disabled}
        aria-label={props.label}
        onChange={(event) => {
          take(event.currentTarget.files?.[0]);
          // The same file chosen again must be noticed too.
          event.currentTarget.value = '';
        }}
      />
      <span className={styles.dropIcon}>
        <Icon name="upload" size={20} />
      </span>
      <span className={styles.dropTitle}>{props.label}</span>
      <span className={styles.dropText}>
        <b>{text('chooseFile')}</b> {text('dropFile')}
      </span>
      {props.note && <span className={styles.dropNote}>{props.note}</span>}
      {refused && (
        <span className={styles.refused} role="alert">
          {refused}
        </span>
      )}
    </label>
  );
}

/** How far something is, 0–1, with words; null while the end is unknown. */
export function ProgressBar(props: {
  label: string;
  share: number | null;
  tone?: 'accent' | 'good' | 'bad';
  note?: ReactNode;
}) {
  const text = useTexts(uiTexts);
  const formats = useFormats();
  const { label, share, tone = 'accent', note } = props;
  const part = share === null ? null : Math.max(0, Math.min(1, share));
  return (
    <div className={styles.progress} data-tone={tone}>
      <div className={styles.progressHead}>
        <span>{label}</span>
        <span className={styles.progressNote}>
          {note ?? (part === null ? null : text('progress', { percent: formats.percent(part) }))}
        </span>
      </div>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(part === null ? {} : { 'aria-valuenow': Math.round(part * 100) })}
      >
        <span
          className={part === null ? styles.wander : styles.fill}
          style={part === null ? undefined : { transform: `scaleX(${part})` }}
        />
      </div>
    </div>
  );
}
