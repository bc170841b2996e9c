import { errorText } from '@augenblick/api';
import { CHANNEL_WORDS } from '@augenblick/contract';
import type { ChannelName } from '@augenblick/contract';
import type { BookEntry } from '@augenblick/contract/api/template.ts';
import {
  Chip,
  Drawer,
  Icon,
  IconTile,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, Menu } from '@mantine/core';
import { useNavigate } from 'react-router';
import { Loaded } from '../shell/loaded.tsx';
import { CHANNEL_ICONS, plainWords } from './kinds.ts';
import { useTakeEntry, useTemplateBook } from './queries.ts';
import styles from './templates.module.css';
import { templateTexts } from './texts.ts';
import { useNameOf } from './use-names.ts';

/** Ready-made templates with their first words; one press makes one's own of it. */
export function BookDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useTexts(templateTexts);
  const query = useTemplateBook();
  return (
    <Drawer opened={opened} onClose={onClose} title={text('book')} note={text('bookNote')} wide>
      <Loaded query={query} lines={10}>
        {({ entries }) => (
          <ul className={styles.book}>
            {entries.map((entry) => (
              <li key={entry.key}>
                <Entry entry={entry} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Drawer>
  );
}

function Entry({ entry }: { entry: BookEntry }) {
  const text = useTexts(templateTexts);
  const nameOf = useNameOf();
  const [language] = useLanguage();
  const [first = 'mail'] = entry.channels;
  const content = entry.draft.contents[language];
  const opening = content.kind === 'mail' ? content.subject : content.title || content.text;
  return (
    <article className={styles.entry}>
      <IconTile icon={CHANNEL_ICONS[first]} tone="accent" />
      <div className={styles.entryWords}>
        <h3>{entry.name[language]}</h3>
        <p>{entry.about[language]}</p>
        <p className={styles.entrySample}>{plainWords(opening, nameOf)}</p>
        <p className={styles.entryChips}>
          {entry.basis === 'service' && <Chip>{text('service')}</Chip>}
          {entry.channels.map((channel) => (
            <Chip key={channel} icon={CHANNEL_ICONS[channel]}>
              {CHANNEL_WORDS[channel][language]}
            </Chip>
          ))}
          {entry.used > 0 && <Chip tone="good">{text('used', { count: entry.used })}</Chip>}
        </p>
      </div>
      <TakeButton entry={entry} />
    </article>
  );
}

/** Makes a template of an entry; asks for the channel where there are several. */
function TakeButton({ entry }: { entry: BookEntry }) {
  const text = useTexts(templateTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const { mutate, isPending } = useTakeEntry();
  const name = entry.name[language];
  const take = (channel: ChannelName): void =>
    mutate(
      { key: entry.key, locale: language, channel, publish: false },
      {
        onSuccess: ({ template }) => {
          void navigate(`/messages/templates/${template.id}`);
          toast({ text: text('madeFrom', { name: template.name }), tone: 'good' });
        },
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  const [only, ...others] = entry.channels;
  const button = {
    size: 'xs',
    variant: 'default',
    loading: isPending,
    'aria-label': text('takeNamed', { name }),
  } as const;
  if (only !== undefined && others.length === 0) {
    return (
      <Button {...button} onClick={() => take(only)}>
        {text('take')}
      </Button>
    );
  }
  return (
    <Menu width={220}>
      <Menu.Target>
        <Button {...button} rightSection={<Icon name="chevronDown" size={14} />}>
          {text('take')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text('as')}</Menu.Label>
        {entry.channels.map((channel) => (
          <Menu.Item
            key={channel}
            leftSection={<Icon name={CHANNEL_ICONS[channel]} />}
            onClick={() => take(channel)}
          >
            {CHANNEL_WORDS[channel][language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
