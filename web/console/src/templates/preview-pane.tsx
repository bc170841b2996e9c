import { errorText } from '@augenblick/api';
import type { TemplateDraft } from '@augenblick/contract';
import type { PreviewedTemplate } from '@augenblick/contract/api/template.ts';
import {
  ErrorState,
  Icon,
  Notice,
  TextSkeleton,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { ActionIcon, SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { FilledFacts } from '../content/filled-facts.tsx';
import { ShopperPicker } from '../content/shopper-picker.tsx';
import { MailFrame } from '../messages/mail-frame.tsx';
import { useMay, useRetailer } from '../session/session.tsx';
import { MailSize } from './mail-size.tsx';
import styles from './preview.module.css';
import { usePreview } from './queries.ts';
import { ShortPreview } from './short-preview.tsx';
import { blocksOf } from './steps.ts';
import type { Writing } from './steps.ts';
import { previewTexts } from './texts-preview.ts';

/** Typing is followed after a short rest, so that the server is not asked at every letter (ms). */
const REST_MS = 250;
const DEVICES = ['desktop', 'phone', 'text'] as const;
type Device = (typeof DEVICES)[number];
/** Widths a mail is laid out for: a mail program beside its list, a phone. */
const WIDTHS = { desktop: 680, phone: 360 } as const;

/**
 * The message as it will arrive, renewed while somebody writes: on a desk, on a phone, dark, as plain text, as a chosen
 * shopper gets it. A press on a block opens it in the editor.
 */
export function PreviewPane(props: {
  draft: TemplateDraft;
  writing: Writing;
  open: string | null;
  onPick: (blockId: string) => void;
}) {
  const { draft, writing, open, onPick } = props;
  const text = useTexts(previewTexts);
  const [language] = useLanguage();
  const mayPick = useMay('shopper.read');
  const [device, setDevice] = useState<Device>('desktop');
  const [dark, setDark] = useState(false);
  const [profileId, setProfileId] = useState<string | null>(null);
  const { variant, language: locale } = writing;
  const [asked] = useDebouncedValue({ draft, locale, variant, profileId, dark }, REST_MS);
  const query = usePreview(asked);
  const { data, error } = query;
  const blocks = blocksOf(asked.draft, asked.variant)[asked.locale];
  const at = blocks.findIndex(({ id }) => id === open);
  return (
    <div className={styles.pane}>
      <PreviewBar
        mail={draft.channel === 'mail'}
        bytes={data?.htmlBytes ?? null}
        device={device}
        dark={dark}
        onDevice={setDevice}
        onDark={setDark}
      />
      <div aria-live="polite" aria-busy={query.isFetching} className={styles.stage}>
        {!data && !error && <TextSkeleton lines={8} />}
        {!data && error && (
          <ErrorState text={errorText(error, language)} onRetry={() => void query.refetch()} />
        )}
        {data && (
          <Shown
            data={data}
            draft={draft}
            device={device}
            dark={dark}
            picked={at < 0 ? null : at}
            onPick={(place) => {
              const block = blocks[place];
              if (block) onPick(block.id);
            }}
          />
        )}
      </div>
      {data?.problems.map(({ check, field, words }) => (
        <Notice key={`${check}${field}`} tone="caution">
          {words[language]}
        </Notice>
      ))}
      {mayPick && (
        <ShopperPicker label={text('asShopper')} value={profileId} onChange={setProfileId} />
      )}
      {data && <FilledFacts facts={data.facts} text={text} />}
    </div>
  );
}

/** How the message is looked at, and how large it is. */
function PreviewBar(props: {
  mail: boolean;
  bytes: number | null;
  device: Device;
  dark: boolean;
  onDevice: (device: Device) => void;
  onDark: (dark: boolean) => void;
}) {
  const { mail, bytes, device, dark, onDevice, onDark } = props;
  const text = useTexts(previewTexts);
  return (
    <div className={styles.bar}>
      {mail && (
        <SegmentedControl
          size="xs"
          aria-label={text('device')}
          value={device}
          data={DEVICES.map((value) => ({ value, label: text(value) }))}
          onChange={(next) => onDevice(DEVICES.find((one) => one === next) ?? 'desktop')}
        />
      )}
      <ActionIcon
        variant="default"
        size="sm"
        aria-pressed={dark}
        aria-label={text(dark ? 'inLight' : 'inDark')}
        title={text(dark ? 'inLight' : 'inDark')}
        onClick={() => onDark(!dark)}
      >
        <Icon name={dark ? 'sun' : 'moon'} size={14} />
      </ActionIcon>
      {mail && bytes !== null && <MailSize bytes={bytes} />}
    </div>
  );
}

function Shown(props: {
  data: PreviewedTemplate;
  draft: TemplateDraft;
  device: Device;
  dark: boolean;
  picked: number | null;
  onPick: (block: number) => void;
}) {
  const { data, draft, device, dark, picked, onPick } = props;
  const text = useTexts(previewTexts);
  const { rendered } = data;
  if (!rendered) return null;
  if (!('html' in rendered)) {
    return <ShortPreview channel={draft.channel} rendered={rendered} sms={data.sms} dark={dark} />;
  }
  if (device === 'text') {
    return (
      // Focusable, because a keyboard must be able to scroll it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      <pre className={styles.plain} tabIndex={0}>
        {rendered.text}
      </pre>
    );
  }
  return (
    <div className={styles.window} data-device={device} data-theme={dark ? 'dark' : 'light'}>
      <MailHead draft={draft} subject={rendered.subject} />
      <MailFrame
        html={rendered.html}
        title={text('frame')}
        width={WIDTHS[device]}
        height={device === 'phone' ? 560 : 600}
        dark={dark}
        picked={picked}
        onPick={onPick}
      />
    </div>
  );
}

/** The line a mail program shows in its list. */
function MailHead({ draft, subject }: { draft: TemplateDraft; subject: string }) {
  const text = useTexts(previewTexts);
  const { name } = useRetailer();
  return (
    <div className={styles.head}>
      <span className={styles.headMark} aria-hidden>
        {name.slice(0, 1).toUpperCase()}
      </span>
      <span className={styles.headWords}>
        <b>{name}</b>
        <span>{subject || text('noSubject')}</span>
      </span>
      {draft.basis === 'service' && <span className={styles.headNote}>{text('service')}</span>}
    </div>
  );
}
