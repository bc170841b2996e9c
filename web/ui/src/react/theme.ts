import { createTheme } from '@mantine/core';
import type {
  CSSVariablesResolver,
  MantineColorsTuple,
  VariantColorsResolver,
  VariantColorResolverResult,
} from '@mantine/core';
import styles from './theme.module.css';

// Mantine wants ten shades; only its own fallbacks read them, what people see are the tokens.
const PETROL: MantineColorsTuple = [
  '#eaf4f6',
  '#d5e7ea',
  '#a9cfd6',
  '#7cb7c2',
  '#5fb3c4',
  '#3d8b9a',
  '#0f5563',
  '#0b4450',
  '#08353e',
  '#05262d',
];

/** Colours by name of a token family: `color="bad"` on any Mantine component. */
const TONES: Readonly<Record<string, string>> = {
  petrol: 'accent',
  accent: 'accent',
  red: 'bad',
  bad: 'bad',
  green: 'good',
  good: 'good',
  yellow: 'caution',
  caution: 'caution',
};

const variantColorResolver: VariantColorsResolver = ({ color, variant, theme }) => {
  const tone = TONES[color ?? theme.primaryColor];
  const text = tone === undefined ? 'var(--ink)' : `var(--${tone})`;
  const soft = tone === undefined ? 'var(--sunken)' : `var(--${tone}-soft)`;
  return variantColors(variant, tone ?? 'accent', text, soft);
};

function variantColors(
  variant: string,
  tone: string,
  text: string,
  soft: string,
): VariantColorResolverResult {
  const none = '1px solid transparent';
  switch (variant) {
    case 'filled':
      return {
        background: `var(--${tone})`,
        hover: tone === 'bad' ? 'var(--bad-hover)' : 'var(--accent-hover)',
        color: tone === 'bad' ? 'var(--on-bad)' : 'var(--on-accent)',
        border: none,
      };
    case 'light':
      return { background: soft, hover: soft, color: text, border: none };
    case 'outline':
      return {
        background: 'transparent',
        hover: soft,
        color: text,
        border: `1px solid ${text}`,
      };
    case 'subtle':
    case 'transparent':
      return {
        background: 'transparent',
        hover: variant === 'subtle' ? 'var(--hover)' : 'transparent',
        color: text,
        border: none,
      };
    default:
      return {
        background: 'var(--raised)',
        hover: 'var(--hover)',
        color: tone === 'bad' ? 'var(--bad)' : 'var(--ink)',
        border: '1px solid var(--line)',
      };
  }
}

/** Mantine's own variables, answered with our tokens; the same for light and dark because the tokens change. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const tokens = {
    '--mantine-color-body': 'var(--paper)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-placeholder': 'var(--muted)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-disabled': 'var(--sunken)',
    '--mantine-color-disabled-color': 'var(--muted)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
    '--mantine-primary-color-light': 'var(--accent-soft)',
    '--mantine-primary-color-light-color': 'var(--accent)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
    '--mantine-color-petrol-filled': 'var(--accent)',
    '--mantine-color-petrol-filled-hover': 'var(--accent-hover)',
    '--mantine-color-petrol-light': 'var(--accent-soft)',
    '--mantine-color-petrol-text': 'var(--accent)',
  };
  return { variables: {}, light: tokens, dark: tokens };
};

/** What the size rules of buttons look at. */
interface Sized {
  size?: unknown;
}

const overlayProps = { color: 'var(--veil)', backgroundOpacity: 1 };

/**
 * The Mantine theme of the console: our fonts, radius, colours, focus ring. Plain objects instead of `X.extend`, which
 * would pull every component named here into the first load.
 */
export const theme = createTheme({
  primaryColor: 'petrol',
  colors: { petrol: PETROL },
  variantColorResolver,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.45', sm: '1.45', md: '1.45', lg: '1.45', xl: '1.35' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '12px', xl: '12px' },
  defaultRadius: 'sm',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '40px' },
  shadows: { sm: 'var(--shadow)', md: 'var(--shadow-float)', lg: 'var(--shadow-float)' },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  components: {
    Button: {
      classNames: { root: styles.button, inner: styles.buttonInner, label: styles.buttonLabel },
      vars: (_theme: unknown, props: Sized) => ({
        root: {
          '--button-height': props.size === 'xs' ? 'var(--control-small)' : 'var(--control)',
          '--button-padding-x': props.size === 'xs' ? '10px' : '14px',
          '--button-fz': props.size === 'xs' ? '13px' : '14px',
        },
      }),
    },
    ActionIcon: {
      defaultProps: { variant: 'subtle', color: 'gray' },
      vars: (_theme: unknown, props: Sized) => ({
        root: {
          '--ai-size': props.size === 'sm' ? 'var(--control-small)' : 'var(--control)',
        },
      }),
    },
    Input: {
      classNames: { input: styles.input },
      vars: () => ({ wrapper: { '--input-height': 'var(--control)', '--input-fz': '14px' } }),
    },
    InputWrapper: {
      classNames: {
        label: styles.label,
        description: styles.description,
        error: styles.error,
      },
    },
    Checkbox: { classNames: { label: styles.inlineLabel } },
    SegmentedControl: {
      classNames: {
        root: styles.segments,
        control: styles.segment,
        indicator: styles.segmentIndicator,
        label: styles.segmentLabel,
      },
    },
    Skeleton: {
      classNames: { root: styles.skeleton },
      defaultProps: { radius: 4 },
    },
    Tabs: { classNames: { tab: styles.tab, list: styles.tabList } },
    Menu: {
      // Its focus placeholder is no allowed child of role=menu; the first item takes the focus instead.
      defaultProps: {
        shadow: 'md',
        radius: 'md',
        position: 'bottom-end',
        offset: 6,
        withInitialFocusPlaceholder: false,
      },
      classNames: { dropdown: styles.menu, item: styles.menuItem, label: styles.menuLabel },
    },
    Popover: {
      defaultProps: { shadow: 'md', radius: 'lg' },
      classNames: { dropdown: styles.popover },
    },
    Tooltip: {
      defaultProps: {
        openDelay: 250,
        transitionProps: { duration: 120 },
        events: { hover: true, focus: true, touch: true },
      },
      classNames: { tooltip: styles.tooltip },
    },
    // Choosing what is chosen already keeps it; what may be empty has a cross for that.
    Select: { defaultProps: { allowDeselect: false } },
    Modal: { defaultProps: { overlayProps, centered: true, radius: 'lg' } },
    Drawer: { defaultProps: { overlayProps } },
  },
});
