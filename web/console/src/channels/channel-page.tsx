import { errorText, isGone } from '@augenblick/api';
import type { ChannelView, InboundAddress } from '@augenblick/contract/api/channel.ts';
import {
  Card,
  Columns,
  CopyField,
  EmptyState,
  HeadName,
  Icon,
  IconTile,
  Notice,
  Page,
  RelativeTime,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useMay } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { CHANNEL_ICONS } from '../templates/kinds.ts';
import styles from './channels.module.css';
import { DkimCard } from './dkim-card.tsx';
import { HealthChip, ModeChip } from './marks.tsx';
import { useChannel, useCheckChannel, useNewInbound } from './queries.ts';
import { SettingsForm } from './settings-form.tsx';
import { TestCard } from './test-card.tsx';
import { channelTexts } from './texts.ts';

/** One channel: its settings, how it is doing, a test, what comes back. */
export default function ChannelPage() {
  const { channel = '' } = useParams();
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  const query = useChannel(channel);
  const one = query.data;
  const gone = isGone(query.error);
  return (
    <Page
      title={one?.words[language] ?? text('back')}
      headline={
        one ? (
          <HeadName
            mark={<IconTile icon={CHANNEL_ICONS[one.channel]} size="head" tone="accent" />}
            name={one.words[language]}
            chips={<ModeChip mode={one.mode} />}
          />
        ) : gone ? (
          text('gone')
        ) : undefined
      }
      note={one?.about[language]}
      back={<BackLink to="/messages?tab=channels">{text('back')}</BackLink>}
    >
      {gone && <EmptyState icon="mail" title={text('gone')} text="" />}
      {!gone && (
        <Loaded query={query} lines={8}>
          {(view) => <Channel one={view} />}
        </Loaded>
      )}
    </Page>
  );
}

function Channel({ one }: { one: ChannelView }) {
  const text = useTexts(channelTexts);
  const may = useMay('message.write');
  return (
    <Columns
      side={
        <>
          <HealthCard one={one} />
          {may && one.mode !== 'off' && <TestCard one={one} />}
          {may && one.inbound.possible && <InboundCard one={one} />}
          <p className={styles.consent}>
            <Icon name="shield" size={15} />
            {one.consent === null
              ? text('consentNone')
              : text('consentNeeded', { channel: text(`consent.${one.consent}`) })}
          </p>
        </>
      }
    >
      {/* What somebody else saved meanwhile begins the form anew. */}
      {may && <SettingsForm key={one.updatedAt ?? 0} one={one} />}
      {one.channel === 'mail' && may && (
        <DkimCard
          key={String(one.values['fromAddress'])}
          dkim={one.dkim}
          sender={String(one.values['fromAddress'] ?? '')}
        />
      )}
    </Columns>
  );
}

function HealthCard({ one }: { one: ChannelView }) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const may = useMay('message.write');
  const check = useCheckChannel(one.channel);
  const health = check.data ?? one.health;
  return (
    <Card
      title={text('health')}
      actions={
        may && (
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="refresh" size={14} />}
            loading={check.isPending}
            onClick={() =>
              check.mutate(undefined, {
                onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
              })
            }
          >
            {text('check')}
          </Button>
        )
      }
    >
      <div className={styles.health} aria-live="polite">
        <HealthChip state={health.state} />
        <p>{health.at === null ? text('neverLooked') : health.words[language]}</p>
        {health.at !== null && (
          <p className={styles.quiet}>
            <RelativeTime at={health.at} quiet />
          </p>
        )}
      </div>
    </Card>
  );
}

/** Where bounces, receipts and replies are handed in: a secret address, shown once. */
function InboundCard({ one }: { one: ChannelView }) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const { mutate, isPending } = useNewInbound(one.channel);
  const [made, setMade] = useState<InboundAddress | null>(null);
  return (
    <Card title={text('inbound')} note={one.inbound.words[language]}>
      {made ? (
        <Notice tone="good" title={text('inboundOnce')}>
          <CopyField value={made.url} note={made.words[language]} />
        </Notice>
      ) : (
        <div className={styles.stackSmall}>
          {one.inbound.set && <p className={styles.quiet}>{text('inboundSet')}</p>}
          <Button
            variant="default"
            loading={isPending}
            onClick={() =>
              mutate(undefined, {
                onSuccess: setMade,
                onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
              })
            }
          >
            {text(one.inbound.set ? 'inboundAgain' : 'inboundMake')}
          </Button>
        </div>
      )}
    </Card>
  );
}
