import { ApiError, errorText } from '@augenblick/api';
import type { JourneyEntryType } from '@augenblick/contract';
import type { JourneyOne, JourneyPlaybookEntry } from '@augenblick/contract/api/journey.ts';
import {
  Chip,
  Dialog,
  EmptyState,
  Icon,
  IconTile,
  Notice,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import type { IconName } from '@augenblick/ui';
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { GalleryEntry } from '../published/gallery-entry.tsx';
import gallery from '../published/gallery.module.css';
import { useMay } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { pictureOf } from './builder/picture.ts';
import { StepList } from './builder/step-list.tsx';
import styles from './journeys.module.css';
import {
  useJourneyStep,
  useJourneyPlaybook,
  useJourneyVocabulary,
  useTakeJourney,
} from './queries.ts';
import { journeyTexts } from './texts.ts';
import { channelWord, summaryOf, useJourneyWording } from './words.ts';

/** Ready-made journeys as cards; choosing one and putting it live are two clicks. */
export function PlaybookTab() {
  const text = useTexts(journeyTexts);
  const query = useJourneyPlaybook();
  const [chosen, setChosen] = useState<JourneyPlaybookEntry | null>(null);
  return (
    <Loaded query={query} lines={8}>
      {({ entries }) =>
        entries.length === 0 ? (
          <EmptyState icon="book" title={text('bookEmpty')} text="" />
        ) : (
          <>
            <ul className={gallery.gallery}>
              {entries.map((entry) => (
                <li key={entry.key}>
                  <Entry entry={entry} onChoose={() => setChosen(entry)} />
                </li>
              ))}
            </ul>
            <TakeDialog entry={chosen} onClose={() => setChosen(null)} />
          </>
        )
      }
    </Loaded>
  );
}

/** A drawing for what begins it. */
const ENTRY_ICONS: Readonly<Record<JourneyEntryType, IconName>> = {
  event: 'journeys',
  segment: 'segments',
  signal: 'cart',
  moment: 'spark',
  date: 'calendar',
  schedule: 'clock',
  back_in_stock: 'box',
  price_drop: 'percent',
  api: 'code',
};

function iconOfEntry({ journey }: JourneyPlaybookEntry): IconName {
  const [entry] = journey.entries;
  return entry ? ENTRY_ICONS[entry.type] : 'journeys';
}

function Entry({ entry, onChoose }: { entry: JourneyPlaybookEntry; onChoose: () => void }) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  return (
    <GalleryEntry
      mark={<IconTile icon={iconOfEntry(entry)} tone="accent" />}
      name={entry.name[language]}
      about={entry.about[language]}
      chips={
        <>
          <Chip icon="message">{text('entryMessages', { count: entry.messages })}</Chip>
          {entry.offer && <Chip icon="tag">{text('withOffer')}</Chip>}
          {entry.used > 0 && (
            <Chip tone="good" icon="check">
              {text('used', { count: entry.used })}
            </Chip>
          )}
          {entry.used === 0 && entry.drafts > 0 && (
            <Chip icon="edit">{text('drafted', { count: entry.drafts })}</Chip>
          )}
        </>
      }
      take={text('take')}
      takeLabel={text('takeLabel', { name: entry.name[language] })}
      onTake={onChoose}
    />
  );
}

function TakeDialog(props: { entry: JourneyPlaybookEntry | null; onClose: () => void }) {
  const { entry, onClose } = props;
  const [language] = useLanguage();
  return (
    <Dialog
      wide
      opened={entry !== null}
      onClose={onClose}
      title={entry?.name[language] ?? ''}
      note={entry?.about[language]}
      footer={entry && <TakeButtons entry={entry} />}
    >
      {entry && <TakeBody entry={entry} />}
    </Dialog>
  );
}

function TakeBody({ entry }: { entry: JourneyPlaybookEntry }) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  // Its messages and offers are made with it.
  const words = useJourneyWording(useJourneyVocabulary().data, true);
  const draft = entry.journey;
  const picture = useMemo(() => pictureOf(draft, words, [], null), [draft, words]);
  return (
    <div className={styles.stack}>
      <p>{summaryOf(draft, words)}</p>
      {entry.needs && <Notice title={text('needs')}>{entry.needs[language]}</Notice>}
      {entry.offer && <Notice>{text('offerNote', { offer: entry.offer[language] })}</Notice>}
      <p className={styles.channels}>
        {entry.channels.map((channel) => (
          <Chip key={channel}>{channelWord(channel, language)}</Chip>
        ))}
      </p>
      <StepList
        draft={draft}
        picture={picture}
        words={words}
        counted={null}
        trail={null}
        builder={null}
        focus=""
        onChoose={null}
      />
    </div>
  );
}

function TakeButtons({ entry }: { entry: JourneyPlaybookEntry }) {
  const text = useTexts(journeyTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const may = useMay('journey.write');
  const taking = useTakeJourney();
  const act = useJourneyStep();
  const [going, setGoing] = useState<'live' | 'edit' | null>(null);
  if (!may) return <Notice>{text('mayNot')}</Notice>;
  const say = (error: unknown): void => toast({ text: errorText(error, language), tone: 'bad' });
  const open = ({ journey: { id, name, status } }: JourneyOne, wanted: boolean): void => {
    const live = status === 'live';
    void navigate(live ? `/journeys/${id}` : `/journeys/${id}/edit`);
    if (live)
      toast({
        text: text('live', { name }),
        tone: 'good',
        undo: () => act.mutate({ id, step: 'pause' }),
      });
    else if (wanted) toast({ text: text('asDraft', { name }) });
  };
  const take = async (publish: boolean): Promise<void> => {
    setGoing(publish ? 'live' : 'edit');
    const asked = { key: entry.key, locale: language };
    try {
      open(await taking.mutateAsync({ ...asked, publish }), publish);
    } catch (error) {
      const early = publish && error instanceof ApiError && error.code === 'not_ready';
      if (!early) return say(error);
      // Something is missing that only people know, such as the imprint: a draft says on its steps what it is.
      await taking.mutateAsync({ ...asked, publish: false }).then((one) => open(one, true), say);
    }
  };
  return (
    <>
      <Button
        variant="default"
        loading={taking.isPending && going === 'edit'}
        onClick={() => void take(false)}
      >
        {text('adapt')}
      </Button>
      <Button
        leftSection={<Icon name="play" size={14} />}
        loading={taking.isPending && going === 'live'}
        onClick={() => void take(true)}
      >
        {text('goLive')}
      </Button>
    </>
  );
}
