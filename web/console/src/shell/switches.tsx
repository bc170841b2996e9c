import type { Language } from '@augenblick/ui';
import { useLanguage, useTexts, useThemeChoice } from '@augenblick/ui/react';
import type { ThemeChoice } from '@augenblick/ui/react';
import { SegmentedControl } from '@mantine/core';
import { useChooseLanguage } from '../session/session.tsx';
import { shellTexts } from './texts.ts';

/** Light, dark or like the device. */
export function ThemeSwitch() {
  const text = useTexts(shellTexts);
  const [choice, setChoice] = useThemeChoice();
  return (
    <SegmentedControl
      fullWidth
      aria-label={text('theme')}
      value={choice}
      onChange={(next) => setChoice(next as ThemeChoice)}
      data={[
        { value: 'light', label: text('light') },
        { value: 'dark', label: text('dark') },
        { value: 'system', label: text('system') },
      ]}
    />
  );
}

/** German or English. For people who are signed in the account remembers it as well. */
export function LanguageSwitch() {
  const text = useTexts(shellTexts);
  const [language] = useLanguage();
  const choose = useChooseLanguage();
  return (
    <SegmentedControl
      fullWidth
      aria-label={text('language')}
      value={language}
      onChange={(next) => choose(next as Language)}
      data={[
        { value: 'de', label: text('german') },
        { value: 'en', label: text('english') },
      ]}
    />
  );
}
