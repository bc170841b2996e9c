import { Card, useTexts } from '@augenblick/ui/react';
import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PreviewPartProps } from './import-reading.tsx';
import styles from './sources.module.css';
import { importTexts } from './texts-import.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What those who get the newsletter agreed to, and when: shown where a column speaks of it. */
export function NewsletterConsent({ preview, choices, onChange }: PreviewPartProps) {
  const text = useTexts(importTexts);
  const { kind, mapping, settings } = preview;
  const consent = settings.consent ?? { wording: '', at: null };
  const [wording, setWording] = useState(consent.wording);
  if (kind !== 'customers') return null;
  if (mapping['newsletter'] === undefined && mapping['newsletter_at'] === undefined) return null;
  const set = (part: Partial<typeof consent>): void =>
    onChange({
      ...choices,
      settings: { ...choices.settings, consent: { ...consent, ...part } },
    });
  return (
    <Card title={text('consentTitle')} note={text('consentNote')}>
      <div className={styles.form}>
        <Textarea
          label={text('consentWording')}
          description={text('consentWordingNote')}
          placeholder={text('consentWordingExample')}
          maxLength={4000}
          autosize
          minRows={2}
          value={wording}
          onChange={(event) => setWording(event.currentTarget.value)}
          onBlur={() => wording.trim() !== consent.wording && set({ wording: wording.trim() })}
        />
        <TextInput
          type="date"
          label={text('consentDay')}
          description={text('consentDayNote')}
          defaultValue={consent.at === null ? '' : new Date(consent.at).toISOString().slice(0, 10)}
          onBlur={(event) => {
            const day = event.currentTarget.value;
            // Noon, so that it is the same day in every zone of the home market.
            const at = DAY.test(day) ? Date.parse(`${day}T12:00:00Z`) : null;
            if (at !== consent.at) set({ at });
          }}
        />
      </div>
    </Card>
  );
}
