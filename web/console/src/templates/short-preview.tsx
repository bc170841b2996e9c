import type { ChannelName, RenderedShort } from '@augenblick/contract';
import type { PreviewedTemplate } from '@augenblick/contract/api/template.ts';
import { Icon, useFormats, useTexts } from '@augenblick/ui/react';
import { useRetailer } from '../session/session.tsx';
import { CHANNEL_ICONS } from './kinds.ts';
import { isOwnAddress } from './own-address.ts';
import styles from './preview.module.css';
import { previewTexts } from './texts-preview.ts';

type Short = Pick<RenderedShort, 'title' | 'text' | 'url' | 'picture'>;

/** A short message on the screen it arrives on: the lock screen, a chat, the shopper pass, the team's list. */
export function ShortPreview(props: {
  channel: ChannelName;
  rendered: Short;
  sms?: PreviewedTemplate['sms'];
  dark?: boolean;
}) {
  const { channel, rendered, sms = null, dark = false } = props;
  const chat = channel === 'sms' || channel === 'whatsapp' || channel === 'telegram';
  if (channel === 'webhook') return <HookPreview rendered={rendered} />;
  return (
    <>
      <div
        className={styles.phone}
        data-channel={channel}
        data-chat={chat}
        data-theme={dark ? 'dark' : 'light'}
      >
        <span className={styles.phoneBar} aria-hidden />
        {chat ? (
          <Bubble channel={channel} rendered={rendered} />
        ) : (
          <Banner channel={channel} rendered={rendered} />
        )}
      </div>
      {sms && <SmsParts sms={sms} />}
    </>
  );
}

function Bubble({ channel, rendered }: { channel: ChannelName; rendered: Short }) {
  const text = useTexts(previewTexts);
  const { name } = useRetailer();
  // An SMS has no title, no picture and no button: its words are all there is.
  const bare = channel === 'sms';
  return (
    <>
      <p className={styles.chatHead}>
        <span className={styles.headMark} aria-hidden>
          {name.slice(0, 1).toUpperCase()}
        </span>
        <b>{name}</b>
      </p>
      <div className={styles.bubble}>
        {!bare && rendered.picture && <ShortPicture url={rendered.picture} />}
        {!bare && rendered.title && <b>{rendered.title}</b>}
        <p>{rendered.text || <i>{text('nothing')}</i>}</p>
        {!bare && rendered.url && <span className={styles.bubbleLink}>{rendered.url}</span>}
      </div>
    </>
  );
}

function Banner({ channel, rendered }: { channel: ChannelName; rendered: Short }) {
  const text = useTexts(previewTexts);
  const { name } = useRetailer();
  return (
    <div className={styles.banner}>
      <p className={styles.bannerHead}>
        <Icon name={CHANNEL_ICONS[channel]} size={14} />
        <span>{channel === 'staff' ? text('staffHead') : name}</span>
        <span>{text('now')}</span>
      </p>
      <b>{rendered.title}</b>
      <p>{rendered.text || <i>{text('nothing')}</i>}</p>
      {rendered.picture && <ShortPicture url={rendered.picture} />}
    </div>
  );
}

/** Pictures of this server are shown; those of other servers are only marked. */
function ShortPicture({ url }: { url: string }) {
  return (
    <span className={styles.shortPicture}>
      {isOwnAddress(url) ? <img src={url} alt="" /> : <Icon name="image" size={20} />}
    </span>
  );
}

function HookPreview({ rendered }: { rendered: Short }) {
  const { title, text, url, picture } = rendered;
  const body = JSON.stringify({ title, text, url, picture }, null, 2);
  return (
    // Focusable, because a keyboard must be able to scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={styles.plain} tabIndex={0}>
      {body}
    </pre>
  );
}

function SmsParts({ sms }: { sms: NonNullable<PreviewedTemplate['sms']> }) {
  const text = useTexts(previewTexts);
  const formats = useFormats();
  return (
    <p className={styles.smsParts} data-many={sms.parts > 1}>
      {text('smsParts', { count: sms.parts, characters: formats.number(sms.characters) })}
      {sms.unicode && <span>{text('smsUnicode')}</span>}
    </p>
  );
}
