import { errorText } from '@augenblick/api';
import type { Content } from '@augenblick/contract';
import type { Language } from '@augenblick/ui';
import {
  ErrorState,
  Icon,
  Notice,
  TextSkeleton,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { ActionIcon, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useMay, useRetailer } from '../session/session.tsx';
import styles from './content.module.css';
import { FilledFacts } from './filled-facts.tsx';
import { Rendered, ShopWindow } from './rendered.tsx';
import type { Viewing } from './rendered.tsx';
import { ShopperPicker } from './shopper-picker.tsx';
import { contentTexts } from './texts.ts';
import { usePreview } from './use-preview.ts';

/** A content as shoppers see it, renewed while somebody writes: desk or phone, light or dark, as a chosen shopper. */
export function ContentPreview(props: {
  contents: { de: Content; en: Content };
  offerId: string | null;
  /** Which language is being written; the preview shows the same. */
  locale: Language;
  minHeight?: number;
  /** Nothing personal goes in: nobody to see it as. */
  anonymous?: boolean;
}) {
  const text = useTexts(contentTexts);
  const [language] = useLanguage();
  const { colour } = useRetailer();
  const mayPick = useMay('shopper.read') && props.anonymous !== true;
  const [viewing, setViewing] = useState<Viewing>({ device: 'desktop', dark: false });
  const [profileId, setProfileId] = useState<string | null>(null);
  const { contents, offerId, locale, minHeight = 0 } = props;
  const query = usePreview({ content: contents[locale], locale, profileId, offerId });
  const { data, error } = query;
  return (
    <div className={styles.preview}>
      <ViewingBar viewing={viewing} onChange={setViewing} />
      <div aria-live="polite" aria-busy={query.isFetching}>
        <ShopWindow viewing={viewing} minHeight={minHeight}>
          {data?.rendered && <Rendered content={data.rendered} colour={colour} />}
          {!data && !error && <TextSkeleton />}
          {!data && error && (
            <ErrorState text={errorText(error, language)} onRetry={() => void query.refetch()} />
          )}
        </ShopWindow>
      </div>
      {data?.problems.map(({ field, words }) => (
        <Notice key={field} tone="caution">
          {words[language]}
        </Notice>
      ))}
      {mayPick && <ShopperPicker value={profileId} onChange={setProfileId} />}
      {data && (
        <FilledFacts
          facts={data.facts}
          nameOf={(name) => text(`name.${name}` as 'name.first_name')}
          text={text}
        />
      )}
    </div>
  );
}

/** Chooses how the window is set. */
export function ViewingBar(props: { viewing: Viewing; onChange: (viewing: Viewing) => void }) {
  const text = useTexts(contentTexts);
  const { viewing, onChange } = props;
  return (
    <div className={styles.viewing}>
      <SegmentedControl
        size="xs"
        aria-label={text('device')}
        value={viewing.device}
        onChange={(device) =>
          onChange({ ...viewing, device: device === 'phone' ? 'phone' : 'desktop' })
        }
        data={[
          { value: 'desktop', label: text('desktop') },
          { value: 'phone', label: text('phone') },
        ]}
      />
      <ActionIcon
        variant="default"
        size="sm"
        aria-pressed={viewing.dark}
        aria-label={text(viewing.dark ? 'inLight' : 'inDark')}
        onClick={() => onChange({ ...viewing, dark: !viewing.dark })}
      >
        <Icon name={viewing.dark ? 'sun' : 'moon'} size={14} />
      </ActionIcon>
    </div>
  );
}
