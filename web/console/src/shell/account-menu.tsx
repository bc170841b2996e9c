import { api } from '@augenblick/api';
import { Avatar, Icon, useLanguage, useTexts, useThemeChoice } from '@augenblick/ui/react';
import { Menu, SegmentedControl, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'react-router';
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
        <Menu.Label>{text('theme')}</Menu.Label>
        <ThemeSwitch />
        <Menu.Label>{text('language')}</Menu.Label>
        <LanguageSwitch />
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

/** Ends the session here and on the server; what was on the screen goes with it. */
export function useSignOut(): () => void {
  const { set } = useSession();
  const { mutate } = useMutation({
    mutationFn: () => api.delete('/api/session'),
    onSuccess: () => set({ signedIn: false, setupOpen: false }),
  });
  return () => mutate();
}

/** Light, dark or like the device. `bare` without the menu's spacing. */
export function ThemeSwitch({ bare = false }: { bare?: boolean }) {
  const text = useTexts(shellTexts);
  const [choice, setChoice] = useThemeChoice();
  return (
    <div className={bare ? undefined : styles.choice}>
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
    </div>
  );
}

/** German or English. For people who are signed in the account remembers it as well. */
export function LanguageSwitch({ bare = false }: { bare?: boolean }) {
  const text = useTexts(shellTexts);
  const [language] = useLanguage();
  const choose = useChooseLanguage();
  return (
    <div className={bare ? undefined : styles.choice}>
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
    </div>
  );
}
