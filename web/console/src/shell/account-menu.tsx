import { api } from '@augenblick/api';
import { Avatar, Icon, THEMES, useLanguage, useTexts, useThemeChoice } from '@augenblick/ui/react';
import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
import { LANGUAGES } from '@augenblick/ui';
import type { Language } from '@augenblick/ui';
import type { ThemeChoice } from '@augenblick/ui/react';
import { useChooseLanguage, useSession, useStaff } from '../session/session.tsx';
import styles from './menu.module.css';
import { shellTexts } from './texts.ts';

/** The person's own menu: account, language, appearance, sign out. */
export function AccountMenu({ wide = false, onHelp }: { wide?: boolean; onHelp: () => void }) {
  const text = useTexts(shellTexts);
  const staff = useStaff();
  const signOut = useSignOut();
  return (
    <Menu position={wide ? 'top-start' : 'bottom-end'} width={264} closeOnItemClick>
      <Menu.Target>
        <UnstyledButton className={styles.account}>
          <Avatar name={staff.name} size={30} />
          {!wide && <VisuallyHidden>{text('staffMenu', { name: staff.name })}</VisuallyHidden>}
          {wide && (
            <span className={styles.words}>
              <b>{staff.name}</b>
              <span>{staff.email}</span>
            </span>
          )}
          {wide && <Icon name="chevronsUpDown" size={14} />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <ThemeItems />
        <Menu.Divider />
        <LanguageItems />
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings" leftSection={<Icon name="user" />}>
          {text('account')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="keyboard" />} onClick={onHelp}>
          {text('shortcuts')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="signOut" />} onClick={signOut}>
          {text('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

// The icon stands at the end, because the mark of the chosen one stands at the beginning.
const THEME_ICONS = { light: 'sun', dark: 'moon', system: 'monitor' } as const;

function ThemeItems() {
  const text = useTexts(shellTexts);
  const [choice, setChoice] = useThemeChoice();
  return (
    <Menu.RadioGroup value={choice} onChange={(next) => setChoice(next as ThemeChoice)}>
      {THEMES.map((theme) => (
        <Menu.RadioItem
          key={theme}
          value={theme}
          checkIcon={<Icon name="check" size={14} />}
          rightSection={<Icon name={THEME_ICONS[theme]} size={15} />}
        >
          {text(theme)}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

function LanguageItems() {
  const text = useTexts(shellTexts);
  const [present] = useLanguage();
  const choose = useChooseLanguage();
  return (
    <Menu.RadioGroup value={present} onChange={(next) => choose(next as Language)}>
      {LANGUAGES.map((language) => (
        <Menu.RadioItem key={language} value={language} checkIcon={<Icon name="check" size={14} />}>
          {text(language === 'de' ? 'german' : 'english')}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

/** Ends the session here and on the server; what was on the screen goes with it. */
export function useSignOut(): () => void {
  const { set } = useSession();
  const { mutate } = useMutation({
    mutationFn: () => api.delete('/api/session'),
    onSuccess: () => set({ signedIn: false, setupOpen: false }),
  });
  return () => mutate();
}
