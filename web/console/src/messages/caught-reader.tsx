import { isGone } from '@augenblick/api';
import type { CaughtOne } from '@augenblick/contract/api/channel.ts';
import { Chip, EmptyState, Icon, useFormats, useTexts } from '@augenblick/ui/react';
import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMay, useRetailerPath } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { ShortPreview } from '../templates/short-preview.tsx';
import { MailFrame } from './mail-frame.tsx';
import styles from './messages.module.css';
import { useCaughtOne } from './queries.ts';
import { messageTexts } from './texts.ts';

const VIEWS = ['mail', 'phone', 'text', 'headers'] as const;
type View = (typeof VIEWS)[number];
const VIEW_WORDS = {
  mail: 'viewMail',
  phone: 'viewPhone',
  text: 'viewText',
  headers: 'viewHeaders',
} as const;

/** One caught message as its reader would see it, and what lies behind it. */
export function CaughtReader({ id }: { id: string }) {
  const text = useTexts(messageTexts);
  const query = useCaughtOne(id);
  const gone = isGone(query.error);
  return (
    <section className={styles.reader} aria-label={query.data?.subject ?? text('title')}>
      <p className={styles.simulated}>
        <Icon name="flask" size={15} />
        {text('simulated')}
      </p>
      {gone ? (
        <EmptyState icon="inbox" title={text('gone')} text="" />
      ) : (
        <Loaded query={query} lines={8}>
          {(one) => <Message one={one} />}
        </Loaded>
      )}
    </section>
  );
}

function Message({ one }: { one: CaughtOne }) {
  const text = useTexts(messageTexts);
  const [chosen, setView] = useState<View>('mail');
  const views = one.html === null ? (['mail', 'headers'] as const) : VIEWS;
  const view = views.find((name) => name === chosen) ?? 'mail';
  return (
    <>
      <header className={styles.readerHead}>
        <span className={styles.onlyNarrow}>
          <BackLink to="/messages?tab=inbox">{text('back')}</BackLink>
        </span>
        <h2>{one.subject || text('noSubject')}</h2>
        <Who one={one} />
        <div className={styles.readerTools}>
          <SegmentedControl
            size="xs"
            aria-label={text('view')}
            value={view}
            data={views.map((value) => ({ value, label: text(VIEW_WORDS[value]) }))}
            onChange={(next) => setView(VIEWS.find((name) => name === next) ?? 'mail')}
          />
          <ShopperLink profileId={one.profileId} />
        </div>
      </header>
      <div className={styles.readerBody} data-view={view}>
        <Body one={one} view={view} />
      </div>
    </>
  );
}

function Who({ one }: { one: CaughtOne }) {
  const text = useTexts(messageTexts);
  const formats = useFormats();
  return (
    <p className={styles.readerWho}>
      {one.from && <span>{text('from', { address: one.from })}</span>}
      <span>{text('to', { address: one.to })}</span>
      <span>{formats.dateTime(one.at)}</span>
      {one.test && <Chip>{text('test')}</Chip>}
      {one.basis === 'service' && <Chip>{text('service')}</Chip>}
    </p>
  );
}

function ShopperLink({ profileId }: { profileId: string | null }) {
  const text = useTexts(messageTexts);
  const may = useMay('shopper.read');
  if (profileId === null || !may) return null;
  return (
    <Button
      component={Link}
      to={`/shoppers/${profileId}`}
      size="xs"
      variant="subtle"
      leftSection={<Icon name="user" size={14} />}
    >
      {text('shopper')}
    </Button>
  );
}

function Body({ one, view }: { one: CaughtOne; view: View }) {
  const text = useTexts(messageTexts);
  if (view === 'headers') return <Headers one={one} />;
  if (one.html === null) {
    const { channel, subject, url, picture } = one;
    return (
      <div className={styles.short}>
        <ShortPreview
          channel={channel}
          rendered={{ title: subject, text: one.text, url, picture }}
        />
      </div>
    );
  }
  if (view === 'text') return <pre className={styles.plain}>{one.text}</pre>;
  return (
    <MailFrame
      html={one.html}
      title={text('frame')}
      width={view === 'phone' ? 378 : 700}
      height={view === 'phone' ? 640 : 760}
    />
  );
}

function Headers({ one }: { one: CaughtOne }) {
  const text = useTexts(messageTexts);
  const formats = useFormats();
  const path = useRetailerPath();
  return (
    <div className={styles.headers}>
      <p>
        {text('headersNote', { size: formats.bytes(one.size) })}
        {one.channel === 'mail' && (
          <Button
            component="a"
            href={path(`/caught/${one.id}/source`)}
            download
            size="xs"
            variant="default"
            leftSection={<Icon name="download" size={14} />}
          >
            {text('source')}
          </Button>
        )}
      </p>
      <dl>
        {one.headers.map(({ name, value }, at) => (
          // A header may stand twice (Received); its place is what it is.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={`${at}${name}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
