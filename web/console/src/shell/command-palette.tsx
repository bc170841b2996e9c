import { api } from '@augenblick/api';
import type { ShopperList } from '@augenblick/contract/api/shopper.ts';
import type { IconName } from '@augenblick/ui';
import { Avatar, Icon, useLanguage, useTexts, useThemeChoice } from '@augenblick/ui/react';
import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useNavigate } from 'react-router';
import {
  useChooseLanguage,
  useMay,
  useRetailer,
  useRetailerPath,
  useRetailers,
  useSession,
} from '../session/session.tsx';
import { useSignOut } from './account-menu.tsx';
import styles from './command-palette.module.css';
import { usePlaces } from './places.ts';
import { RetailerMark } from './retailer-menu.tsx';
import { shellTexts } from './texts.ts';

interface Command {
  id: string;
  group: string;
  label: string;
  note?: string | null;
  mark: ReactNode;
  run: () => void;
}

/** ⌘K: pages, shoppers, actions and retailers under one search. */
export default function CommandPalette({
  opened,
  onClose,
}: {
  opened: boolean;
  onClose: () => void;
}) {
  const text = useTexts(shellTexts);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={600}
      yOffset="12vh"
      centered={false}
      padding={0}
      withCloseButton={false}
      attributes={{ content: { 'aria-label': text('find') } }}
      transitionProps={{ transition: 'pop', duration: 120 }}
      classNames={{ content: styles.palette, body: styles.body }}
    >
      <Palette onClose={onClose} />
    </Modal>
  );
}

function Palette({ onClose }: { onClose: () => void }) {
  const text = useTexts(shellTexts);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const fixed = useFixedCommands(query);
  const shoppers = useShopperCommands(query);
  const commands = [...fixed, ...shoppers.commands];
  const current = Math.min(chosen, Math.max(commands.length - 1, 0));
  const run = (command: Command | undefined): void => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && commands.length > 0) {
      setChosen((current + step + commands.length) % commands.length);
    } else if (event.key === 'Enter') run(commands[current]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className={styles.field}>
        <Icon name="search" size={18} />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={commands[current] ? `${list}-${current}` : undefined}
          aria-label={text('find')}
          placeholder={text('palettePlaceholder')}
          spellCheck={false}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKey}
        />
        <kbd>Esc</kbd>
      </div>
      <Results id={list} commands={commands} current={current} onChoose={setChosen} onRun={run} />
      <div className={styles.status} role="status">
        {shoppers.searching
          ? text('paletteSearching')
          : commands.length === 0
            ? text('paletteEmpty', { query })
            : text('paletteHint')}
      </div>
    </>
  );
}

function Results(props: {
  id: string;
  commands: readonly Command[];
  current: number;
  onChoose: (at: number) => void;
  onRun: (command: Command) => void;
}) {
  const text = useTexts(shellTexts);
  const { id, commands, current, onChoose, onRun } = props;
  const chosen = useRef<HTMLDivElement>(null);
  const chosenId = commands[current]?.id;
  useEffect(() => {
    if (chosenId !== undefined) chosen.current?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);
  return (
    <div className={styles.results} id={id} role="listbox" aria-label={text('paletteResults')}>
      {commands.map((command, at) => (
        <div key={command.id} role="presentation">
          {commands[at - 1]?.group !== command.group && (
            <p className={styles.group} role="presentation">
              {command.group}
            </p>
          )}
          {/* The keyboard works in the field above (combobox pattern); the pointer works here. */}
          <div
            id={`${id}-${at}`}
            ref={at === current ? chosen : undefined}
            role="option"
            aria-selected={at === current}
            className={styles.option}
            onPointerMove={() => onChoose(at)}
            onClick={() => onRun(command)}
          >
            {command.mark}
            <span className={styles.label}>{command.label}</span>
            {command.note && <span className={styles.note}>{command.note}</span>}
            {at === current && <Icon name="enter" size={14} />}
          </div>
        </div>
      ))}
    </div>
  );
}

/** Pages, actions and retailers whose words match. */
function useFixedCommands(query: string): Command[] {
  const text = useTexts(shellTexts);
  const navigate = useNavigate();
  const { chooseRetailer } = useSession();
  const retailer = useRetailer();
  const retailers = useRetailers();
  const places = usePlaces();
  const mayCampaigns = useMay('campaign.write');
  const mayJourneys = useMay('journey.write');
  const mayNewSource = useMay('source.write');
  const mayInvite = useMay('staff.write');
  const [language] = useLanguage();
  const setLanguage = useChooseLanguage();
  const [, setTheme] = useThemeChoice();
  const signOut = useSignOut();
  const go = (to: string) => (): void => void navigate(to);
  const of = (group: string) => (id: string, icon: IconName, label: string, run: () => void) => ({
    id,
    group,
    label,
    mark: <Icon name={icon} size={17} />,
    run,
  });
  const page = of(text('palettePages'));
  const action = of(text('paletteActions'));
  const commands: Command[] = [
    ...places.map(({ name, icon, to }) => page(name, icon, text(name), go(to))),
    page('settings', 'settings', text('settings'), go('/settings')),
    ...(mayNewSource
      ? [action('new-source', 'plus', text('newSource'), go('/sources?new=1'))]
      : []),
    ...(mayCampaigns
      ? [
          action('new-campaign', 'plus', text('newCampaign'), go('/campaigns?new=1')),
          action('playbook', 'book', text('playbook'), go('/campaigns?tab=playbook')),
        ]
      : []),
    ...(mayJourneys
      ? [action('new-journey', 'plus', text('newJourney'), go('/journeys?new=1'))]
      : []),
    ...(mayInvite
      ? [action('invite', 'userPlus', text('invite'), go('/settings/staff?invite=1'))]
      : []),
    language === 'de'
      ? action('language', 'language', text('toEnglish'), () => setLanguage('en'))
      : action('language', 'language', text('toGerman'), () => setLanguage('de')),
    action('light', 'sun', text('toLight'), () => setTheme('light')),
    action('dark', 'moon', text('toDark'), () => setTheme('dark')),
    action('sign-out', 'signOut', text('signOut'), signOut),
    ...retailers
      .filter(({ id }) => id !== retailer.id)
      .map(({ id, name, colour }) => ({
        id: `retailer-${id}`,
        group: text('paletteRetailers'),
        label: name,
        mark: <RetailerMark name={name} colour={colour} />,
        run: () => chooseRetailer(id),
      })),
  ];
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ label, group }) => {
    const inText = `${label} ${group}`.toLocaleLowerCase();
    return words.every((word) => inText.includes(word));
  });
}

/** Shoppers found by the server, from the second letter on. */
function useShopperCommands(query: string): { commands: Command[]; searching: boolean } {
  const text = useTexts(shellTexts);
  const path = useRetailerPath();
  const navigate = useNavigate();
  const may = useMay('shopper.read');
  const [settled] = useDebouncedValue(query.trim(), 180);
  const enabled = may && settled.length >= 2;
  const { data, isFetching } = useQuery({
    queryKey: ['palette', path(''), settled],
    queryFn: ({ signal }) =>
      api.get<ShopperList>(path('/shoppers'), { query: { q: settled, limit: 6 }, signal }),
    enabled,
    placeholderData: keepPreviousData,
  });
  const items = enabled && query.trim().length >= 2 ? (data?.items ?? []) : [];
  const commands = items.map((shopper) => ({
    id: shopper.id,
    group: text('paletteShoppers'),
    label: shopper.displayName ?? text('unknownShopper', { id: shopper.id.slice(-6) }),
    note: shopper.hit?.value ?? shopper.email,
    mark: <Avatar name={shopper.displayName} size={24} />,
    run: () => void navigate(`/shoppers/${shopper.id}`),
  }));
  return { commands, searching: enabled && isFetching };
}
