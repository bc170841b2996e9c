import { errorText } from '@augenblick/api';
import type { MomentKind } from '@augenblick/contract';
import type { PlaybookEntry } from '@augenblick/contract/api/campaign.ts';
import {
  Chip,
  Dialog,
  EmptyState,
  Icon,
  MomentMark,
  Notice,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ContentPreview } from '../content/preview.tsx';
import { readable } from '../content/readable.ts';
import { GalleryEntry } from '../published/gallery-entry.tsx';
import gallery from '../published/gallery.module.css';
import { useMay } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { useCampaignStep, usePlaybook, useTakePlaybook } from './queries.ts';
import { CampaignSentence } from './sentence.tsx';
import styles from './campaigns.module.css';
import { playbookTexts } from './texts-playbook.ts';
import { heartTexts } from './texts-words.ts';

/** Ready-made campaigns as cards; choosing one and putting it live are two clicks. */
export function PlaybookTab() {
  const text = useTexts(playbookTexts);
  const query = usePlaybook();
  const [chosen, setChosen] = useState<PlaybookEntry | null>(null);
  return (
    <Loaded query={query} lines={8}>
      {({ entries }) =>
        entries.length === 0 ? (
          <EmptyState icon="book" title={text('emptyTitle')} text={text('emptyText')} />
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

const KINDS: readonly MomentKind[] = ['know', 'go', 'do', 'buy'];

function Entry({ entry, onChoose }: { entry: PlaybookEntry; onChoose: () => void }) {
  const text = useTexts(playbookTexts);
  const heart = useTexts(heartTexts);
  const [language] = useLanguage();
  const kind = KINDS.find((one) => one === entry.kind);
  const content = entry.campaign.variants[0]?.contents[language];
  return (
    <GalleryEntry
      mark={
        <span className={styles.entryMark} data-kind={kind}>
          {kind ? <MomentMark moment={kind} size={18} /> : <Icon name="campaigns" size={18} />}
        </span>
      }
      name={entry.name[language]}
      about={entry.about[language]}
      chips={
        <>
          {entry.offer && <Chip icon="tag">{text('withOffer')}</Chip>}
          {entry.placements.map((place) => (
            <Chip key={place}>{heart(`place.${place}` as 'place.web')}</Chip>
          ))}
          {entry.used > 0 && (
            <Chip tone="good" icon="check">
              {text('used', { count: entry.used })}
            </Chip>
          )}
        </>
      }
      take={text('take')}
      takeLabel={text('takeLabel', { name: entry.name[language] })}
      onTake={onChoose}
    >
      {content && (content.headline || content.text) && (
        <p className={styles.entrySample}>
          {content.headline && <b>{readable(content.headline)}</b>}
          {readable(content.text)}
        </p>
      )}
    </GalleryEntry>
  );
}

function TakeDialog({ entry, onClose }: { entry: PlaybookEntry | null; onClose: () => void }) {
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

function TakeBody({ entry }: { entry: PlaybookEntry }) {
  const text = useTexts(playbookTexts);
  const [language] = useLanguage();
  const contents = entry.campaign.variants[0]?.contents;
  return (
    <div className={styles.stack}>
      {contents && <ContentPreview contents={contents} offerId={null} locale={language} />}
      <CampaignSentence draft={entry.campaign} />
      {entry.offer && <Notice>{text('offerNote')}</Notice>}
    </div>
  );
}

function TakeButtons({ entry }: { entry: PlaybookEntry }) {
  const text = useTexts(playbookTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const may = useMay('campaign.write');
  const taking = useTakePlaybook();
  const step = useCampaignStep();
  const [going, setGoing] = useState<'live' | 'edit' | null>(null);
  if (!may) return <Notice>{text('mayNot')}</Notice>;
  const take = (publish: boolean): void => {
    setGoing(publish ? 'live' : 'edit');
    taking.mutate(
      { key: entry.key, locale: language, publish },
      {
        onSuccess: ({ campaign }) => {
          const { id, name, status } = campaign;
          void navigate(publish ? `/campaigns/${id}` : `/campaigns/${id}/edit`);
          if (status !== 'live') return;
          toast({
            text: text('live', { name }),
            tone: 'good',
            undo: () => step.mutate({ id, step: 'pause' }),
          });
        },
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  };
  return (
    <>
      <Button
        variant="default"
        loading={taking.isPending && going === 'edit'}
        onClick={() => take(false)}
      >
        {text('adapt')}
      </Button>
      <Button
        leftSection={<Icon name="play" size={14} />}
        loading={taking.isPending && going === 'live'}
        onClick={() => take(true)}
      >
        {text('goLive')}
      </Button>
    </>
  );
}
