import { MantineProvider } from '@mantine/core';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type { ReactNode } from 'react';
import { now, readerZone } from '../clock.ts';
import { createFormats } from '../formats.ts';
import type { Formats } from '../formats.ts';
import { activateLanguage, currentLanguage, onLanguage, preferredLanguage } from '../language.ts';
import type { Language } from '../locale.ts';
import { cssVariablesResolver, theme } from './theme.ts';
import { ToastHost } from './toast.tsx';

/** What the reader chose; system follows the device. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEMES)[number];

interface Ui {
  formats: Formats;
  themeChoice: ThemeChoice;
  setThemeChoice(choice: ThemeChoice): void;
  setLanguage(language: Language): void;
}

const UiContext = createContext<Ui | null>(null);

const LANGUAGE_KEY = 'augenblick.language';
const THEME_KEY = 'augenblick.theme';

/** Reads what this browser remembers; a blocked storage (private window) counts as nothing remembered. */
function remembered(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // Without storage the choice lasts until the page is left, which is what such a browser asks for.
  }
}

/** Sets language and theme of the document before anything is drawn. Call once, before rendering. */
export function prepareDocument(): void {
  const saved = remembered(LANGUAGE_KEY);
  activateLanguage(
    saved === 'de' || saved === 'en' ? saved : preferredLanguage(navigator.languages),
  );
  document.documentElement.dataset['theme'] = resolveTheme(themeChoice());
}

function themeChoice(): ThemeChoice {
  const saved = remembered(THEME_KEY);
  return THEMES.find((choice) => choice === saved) ?? 'system';
}

const darkQuery = '(prefers-color-scheme: dark)';

function resolveTheme(choice: ThemeChoice): 'light' | 'dark' {
  if (choice !== 'system') return choice;
  return window.matchMedia(darkQuery).matches ? 'dark' : 'light';
}

function subscribeToSystem(listener: () => void): () => void {
  const query = window.matchMedia(darkQuery);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Wraps a React surface: tokens, Mantine, language, formats, toasts. */
export function UiProvider({ children }: { children: ReactNode }) {
  const language = useSyncExternalStore(onLanguage, currentLanguage);
  const [choice, setChoice] = useState<ThemeChoice>(themeChoice);
  const scheme = useSyncExternalStore(subscribeToSystem, () => resolveTheme(choice));
  useEffect(() => {
    document.documentElement.dataset['theme'] = scheme;
  }, [scheme]);
  const formats = useMemo(() => createFormats(language, readerZone()), [language]);
  const setThemeChoice = useCallback((next: ThemeChoice) => {
    remember(THEME_KEY, next);
    setChoice(next);
  }, []);
  const setLanguage = useCallback((next: Language) => {
    remember(LANGUAGE_KEY, next);
    activateLanguage(next);
  }, []);
  const ui = useMemo(
    () => ({ formats, themeChoice: choice, setThemeChoice, setLanguage }),
    [formats, choice, setThemeChoice, setLanguage],
  );
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      forceColorScheme={scheme}
      // All variables are made here at start, so their style sheet (4 kB on the wire) is not loaded.
      deduplicateCssVariables={false}
    >
      <UiContext value={ui}>
        <ToastHost>{children}</ToastHost>
      </UiContext>
    </MantineProvider>
  );
}

/** Below this, times are shown in another zone: the retailer's, so that everybody there reads the same time. */
export function Zone({ zone, children }: { zone: string; children: ReactNode }) {
  const ui = useUi();
  const { language } = ui.formats;
  const inZone = useMemo(
    () => ({ ...ui, formats: createFormats(language, zone) }),
    [ui, language, zone],
  );
  return <UiContext value={inZone}>{children}</UiContext>;
}

function useUi(): Ui {
  const ui = useContext(UiContext);
  if (!ui) throw new Error('UiProvider is missing above this component');
  return ui;
}

/** Numbers, money and times in the reader's language and the retailer's zone. */
export function useFormats(): Formats {
  return useUi().formats;
}

/** Present language and the way to change it (remembered in this browser). */
export function useLanguage(): [Language, (language: Language) => void] {
  const { formats, setLanguage } = useUi();
  return [formats.language, setLanguage];
}

/** Present choice of theme and the way to change it (remembered in this browser). */
export function useThemeChoice(): [ThemeChoice, (choice: ThemeChoice) => void] {
  const { themeChoice: choice, setThemeChoice } = useUi();
  return [choice, setThemeChoice];
}

/** The present instant, renewed every `everyMs` while the component is shown. */
export function useNow(everyMs = 10_000): number {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = window.setInterval(() => setAt(now()), everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs]);
  return at;
}
