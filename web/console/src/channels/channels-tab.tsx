import type { ChannelView } from '@augenblick/contract/api/channel.ts';
import { IconTile, useLanguage, useTexts } from '@augenblick/ui/react';
import { Link } from 'react-router';
import { Loaded } from '../shell/loaded.tsx';
import { CHANNEL_ICONS } from '../templates/kinds.ts';
import styles from './channels.module.css';
import { HealthChip, ModeChip } from './marks.tsx';
import { useChannels } from './queries.ts';
import { channelTexts } from './texts.ts';

/** All channels: what each is for, whether it speaks, how it is doing. */
export function ChannelsTab() {
  const query = useChannels();
  return (
    <Loaded query={query} lines={8}>
      {({ channels }) => (
        <ul className={styles.gallery}>
          {channels.map((one) => (
            <li key={one.channel}>
              <ChannelCard one={one} />
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}

function ChannelCard({ one }: { one: ChannelView }) {
  const text = useTexts(channelTexts);
  const [language] = useLanguage();
  const { channel, words, about, mode, health, missing } = one;
  return (
    <Link to={`/messages/channels/${channel}`} className={styles.card} data-mode={mode}>
      <IconTile icon={CHANNEL_ICONS[channel]} {...(mode === 'off' ? {} : { tone: 'accent' })} />
      <span className={styles.cardWords}>
        <b>{words[language]}</b>
        <span>{about[language]}</span>
      </span>
      <span className={styles.cardChips}>
        <ModeChip mode={mode} />
        {mode === 'live' && <HealthChip state={health.state} />}
        {mode !== 'live' && missing.length > 0 && (
          <span className={styles.quiet}>{text('needs', { count: missing.length })}</span>
        )}
      </span>
    </Link>
  );
}
