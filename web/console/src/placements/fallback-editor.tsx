import type { Content } from '@augenblick/contract';
import { LANGUAGES } from '@augenblick/ui';
import type { Language } from '@augenblick/ui';
import { useLanguage, useTexts } from '@augenblick/ui/react';
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { ContentFields } from '../content/content-fields.tsx';
import { ContentPreview } from '../content/preview.tsx';
import { placementTexts } from './texts.ts';

/** Writes a fallback in both languages beside its preview. */
export function FallbackEditor(props: {
  fallback: { de: Content; en: Content };
  minHeight: number;
  mayWrite: boolean;
  onChange: (fallback: { de: Content; en: Content }) => void;
}) {
  const { fallback, minHeight, mayWrite, onChange } = props;
  const text = useTexts(placementTexts);
  const [language] = useLanguage();
  const [locale, setLocale] = useState<Language>(language);
  return (
    <>
      <div>
        <SegmentedControl
          size="xs"
          aria-label={text('language')}
          value={locale}
          onChange={(value) => setLocale(value === 'en' ? 'en' : 'de')}
          data={LANGUAGES.map((value) => ({
            value,
            label: text(value === 'de' ? 'german' : 'english'),
          }))}
        />
      </div>
      <ContentPreview
        contents={fallback}
        offerId={null}
        locale={locale}
        minHeight={minHeight}
        anonymous
      />
      {mayWrite && (
        <ContentFields
          key={locale}
          content={fallback[locale]}
          mayCode={false}
          onChange={(content) => onChange({ ...fallback, [locale]: content })}
        />
      )}
    </>
  );
}
