import { ICON_PATHS } from '../icon-paths.gen.ts';
import type { IconName } from '../icon-paths.gen.ts';
import { MOMENT_LOOKS } from '../moment.ts';
import type { Moment } from '../moment.ts';
import { useTexts } from './use-texts.ts';
import { uiTexts } from './texts.ts';

interface IconProps {
  name: IconName;
  /** Pixels; 16 beside 14 px text. */
  size?: number;
  /** Only where the icon stands alone; otherwise it is decoration. */
  label?: string;
  className?: string | undefined;
}

/** A line drawing in the text's colour. */
export function Icon({ name, size = 16, label, className }: IconProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={size <= 16 ? 2 : 1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
      style={{ flex: 'none' }}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}

/** The shape of a moment in its colour. Says its name to screen readers unless `silent`. */
export function MomentMark(props: { moment: Moment; size?: number; silent?: boolean }) {
  const text = useTexts(uiTexts);
  const { moment, size = 16, silent = false } = props;
  const look = MOMENT_LOOKS[moment];
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      style={{ flex: 'none', color: look.color }}
      {...(silent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': text(moment) })}
    >
      <path d={look.shape} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}

/** The mark: an eye just opening. Two arcs that meet, a dot between. One colour, readable at 16 px. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden>
      <path
        d="M1.8 13.2C6.2 5.9 17.8 5.9 22.2 13.2M1.8 13.2C6.6 18.4 17.4 18.4 22.2 13.2"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="12" cy="12.3" r="2.9" fill="currentColor" />
    </svg>
  );
}

/** Mark and name side by side. */
export function Wordmark({ size = 22 }: { size?: number }) {
  return (
    <span
      style={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: size * 0.36,
        fontSize: size * 0.82,
        fontWeight: 620,
        letterSpacing: '-0.028em',
        lineHeight: 1,
      }}
    >
      <span style={{ color: 'var(--accent)', display: 'inline-flex' }}>
        <Mark size={size * 1.18} />
      </span>
      augenblick
    </span>
  );
}
