import {
  EmptyState,
  Icon,
  Mark,
  useLanguage,
  useTexts,
  Wordmark,
  Zone,
} from '@augenblick/ui/react';
import type { IconName } from '@augenblick/ui';
import { Menu, UnstyledButton } from '@mantine/core';
import { lazy, useEffect, useRef, useState } from 'react';
import { Link, NavLink, Outlet, useLocation, useNavigationType } from 'react-router';
import { useRetailer, useSession } from '../session/session.tsx';
import { AccountMenu } from './account-menu.tsx';
import { keyNames } from './key-names.ts';
import { OnDemand } from './on-demand.tsx';
import { usePlaces } from './places.ts';
import { RetailerMenu } from './retailer-menu.tsx';
import styles from './shell.module.css';
import { useShownTab } from './shown-tab.ts';
import { useShortcuts } from './shortcuts.ts';
import { shellTexts } from './texts.ts';

// Loaded when the first page stands: whoever presses the keys types at once.
const loadPalette = () => import('./command-palette.tsx');
const CommandPalette = lazy(loadPalette);
// Loaded when first opened: most visits never need it.
const ShortcutList = lazy(() => import('./shortcut-list.tsx'));

/** The frame around every page: rail at the left, or bars at top and bottom on a phone. */
export function Shell() {
  const { retailerId } = useSession();
  if (retailerId === null) return <WithoutRetailer />;
  // The key lets every page begin anew when another retailer is chosen.
  return <Frame key={retailerId} />;
}

function Frame() {
  const text = useTexts(shellTexts);
  const { timeZone } = useRetailer();
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  useShortcuts({ onPalette: () => setPalette(true), onHelp: () => setHelp(true) });
  useScrollToTop();
  useShownTab();
  usePaletteReady();
  const openPalette = (): void => setPalette(true);
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        {text('skip')}
      </a>
      <Rail onFind={openPalette} onHelp={() => setHelp(true)} />
      <TopBar onFind={openPalette} onHelp={() => setHelp(true)} />
      <main className={styles.main} id="content">
        <Zone zone={timeZone}>
          <Outlet />
        </Zone>
      </main>
      <BottomBar />
      <OnDemand wanted={palette}>
        <CommandPalette opened={palette} onClose={() => setPalette(false)} />
      </OnDemand>
      <OnDemand wanted={help}>
        <ShortcutList opened={help} onClose={() => setHelp(false)} />
      </OnDemand>
    </div>
  );
}

/** Fetches the palette in a quiet moment. Browsers without such moments fetch it when it is opened. */
function usePaletteReady(): void {
  useEffect(() => {
    if (typeof requestIdleCallback !== 'function') return undefined;
    const id = requestIdleCallback(() => void loadPalette());
    return () => cancelIdleCallback(id);
  }, []);
}

/** A new page begins at its top; going back, the browser finds the old place itself. */
function useScrollToTop(): void {
  const { pathname } = useLocation();
  const kind = useNavigationType();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    if (kind !== 'POP') window.scrollTo(0, 0);
  }, [pathname, kind]);
}

interface BarProps {
  onFind: () => void;
  onHelp: () => void;
}

function Rail({ onFind, onHelp }: BarProps) {
  const text = useTexts(shellTexts);
  const [language] = useLanguage();
  const places = usePlaces();
  return (
    <div className={styles.rail}>
      <header className={styles.brand}>
        <Wordmark size={21} />
      </header>
      <RetailerMenu />
      <UnstyledButton className={styles.find} onClick={onFind}>
        <Icon name="search" size={15} />
        <span>{text('findShort')}</span>
        <kbd>{keyNames(paletteKeys(), language)}</kbd>
      </UnstyledButton>
      <nav className={styles.nav} aria-label={text('mainNavigation')}>
        {places.map((place) => (
          <PlaceLink key={place.name} to={place.to} icon={place.icon} label={text(place.name)} />
        ))}
        <span className={styles.spring} />
        <PlaceLink to="/settings" icon="settings" label={text('settings')} />
      </nav>
      <AccountMenu onHelp={onHelp} wide />
    </div>
  );
}

function TopBar({ onFind, onHelp }: BarProps) {
  const text = useTexts(shellTexts);
  return (
    <header className={styles.top}>
      <span className={styles.topMark}>
        <Mark size={26} />
      </span>
      <RetailerMenu />
      <UnstyledButton className={styles.topButton} aria-label={text('find')} onClick={onFind}>
        <Icon name="search" size={20} />
      </UnstyledButton>
      <AccountMenu onHelp={onHelp} />
    </header>
  );
}

/** The places used most have a field of their own; the rest is behind one more. */
const ON_THE_BAR = 4;

function BottomBar() {
  const text = useTexts(shellTexts);
  const places = usePlaces();
  const rest = places.slice(ON_THE_BAR);
  const { pathname } = useLocation();
  const inRest = rest.some(({ to }) => pathname.startsWith(to)) || pathname.startsWith('/settings');
  return (
    <nav className={styles.bottom} aria-label={text('mainNavigation')}>
      {places.slice(0, ON_THE_BAR).map((place) => (
        <PlaceLink key={place.name} to={place.to} icon={place.icon} label={text(place.name)} />
      ))}
      <Menu position="top-end" width={220}>
        <Menu.Target>
          <UnstyledButton className={`${styles.place} ${inRest ? 'active' : ''}`}>
            <Icon name="menu" size={18} />
            <span>{text('morePlaces')}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {[...rest, SETTINGS].map(({ name, to, icon }) => (
            <Menu.Item
              key={name}
              component={Link}
              to={to}
              leftSection={<Icon name={icon} size={18} />}
            >
              {text(name)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
const SETTINGS = { name: 'settings', to: '/settings', icon: 'settings' } as const;

function PlaceLink({ to, icon, label }: { to: string; icon: IconName; label: string }) {
  return (
    <NavLink to={to} className={styles.place}>
      <Icon name={icon} size={18} />
      <span>{label}</span>
    </NavLink>
  );
}

/** ⌘K on Apple's machines, Ctrl K elsewhere. */
function paletteKeys(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
}

function WithoutRetailer() {
  const text = useTexts(shellTexts);
  return (
    <main className={styles.alone}>
      <Wordmark size={24} />
      <EmptyState
        icon="store"
        title={text('noRetailerTitle')}
        text={text('noRetailerText')}
        action={<AccountMenu onHelp={() => undefined} wide />}
      />
    </main>
  );
}
