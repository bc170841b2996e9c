import { errorText } from '@augenblick/api';
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from '@augenblick/contract';
import type { ConsentChannel, ConsentPurpose } from '@augenblick/contract';
import type { RecordConsent } from '@augenblick/contract/api/consent.ts';
import { Dialog, FieldRow, Form, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useRecordConsent } from './queries.ts';
import { pageTexts } from './texts-page.ts';
import { wordTexts } from './texts-words.ts';

const METHODS = ['store', 'phone', 'form', 'staff'] as const;

/** Writes down what a shopper said about being contacted. */
export function ConsentDialog(props: { opened: boolean; onClose: () => void; profileId: string }) {
  const text = useTexts(pageTexts);
  return (
    <Dialog
      opened={props.opened}
      onClose={props.onClose}
      title={text('recordTitle')}
      note={text('recordText')}
    >
      <ConsentForm {...props} />
    </Dialog>
  );
}

function ConsentForm({ onClose, profileId }: { onClose: () => void; profileId: string }) {
  const text = useTexts(pageTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const record = useRecordConsent(profileId);
  const [said, setSaid] = useState<RecordConsent>({
    purpose: 'marketing',
    channel: 'email',
    state: 'granted',
    method: 'store',
    wording: '',
    place: '',
  });
  const change = (part: Partial<RecordConsent>): void =>
    setSaid((before) => ({ ...before, ...part }));
  const granted = said.state === 'granted';
  const send = (): void => {
    const { wording, place, ...rest } = said;
    const body: RecordConsent = {
      ...rest,
      ...(wording?.trim() ? { wording: wording.trim() } : {}),
      ...(place?.trim() ? { place: place.trim() } : {}),
    };
    record.mutate(body, {
      onSuccess: () => {
        toast({ text: text(granted ? 'grantRecorded' : 'withdrawalRecorded'), tone: 'good' });
        onClose();
      },
    });
  };
  return (
    <Form
      onSubmit={send}
      onCancel={onClose}
      submit={text('record')}
      pending={record.isPending}
      ready={!granted || (said.wording ?? '').trim() !== ''}
      error={record.error && errorText(record.error, language)}
    >
      <SegmentedControl
        aria-label={text('whatSaid')}
        fullWidth
        value={said.state}
        onChange={(state) => change({ state: state === 'granted' ? 'granted' : 'withdrawn' })}
        data={[
          { value: 'granted', label: text('saysYes') },
          { value: 'withdrawn', label: text('saysNo') },
        ]}
      />
      <SubjectFields said={said} onChange={change} />
      {granted && <WordingField said={said} onChange={change} />}
      <OccasionFields said={said} onChange={change} />
    </Form>
  );
}

interface FieldProps {
  said: RecordConsent;
  onChange: (part: Partial<RecordConsent>) => void;
}

/** What the shopper may be contacted for, and by which way. */
function SubjectFields({ said, onChange }: FieldProps) {
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  return (
    <FieldRow>
      <Select
        label={text('purpose')}
        value={said.purpose}
        data={CONSENT_PURPOSES.map((value) => ({ value, label: word(`purpose.${value}`) }))}
        onChange={(value) => value && onChange({ purpose: value as ConsentPurpose })}
      />
      <Select
        label={text('channel')}
        value={said.channel}
        data={CONSENT_CHANNELS.map((value) => ({ value, label: word(`via.${value}`) }))}
        onChange={(value) => value && onChange({ channel: value as ConsentChannel })}
      />
    </FieldRow>
  );
}

/** The words the shopper agreed to: without them a consent proves nothing. */
function WordingField({ said, onChange }: FieldProps) {
  const text = useTexts(pageTexts);
  return (
    <Textarea
      label={text('wording')}
      description={text('wordingNote')}
      placeholder={text('wordingExample')}
      required
      withAsterisk={false}
      maxLength={4000}
      autosize
      minRows={3}
      value={said.wording ?? ''}
      onChange={(event) => onChange({ wording: event.currentTarget.value })}
    />
  );
}

/** How and where it was said. */
function OccasionFields({ said, onChange }: FieldProps) {
  const text = useTexts(pageTexts);
  const word = useTexts(wordTexts);
  return (
    <FieldRow>
      <Select
        label={text('how')}
        value={said.method}
        data={METHODS.map((value) => ({ value, label: word(`method.${value}`) }))}
        onChange={(value) => value && onChange({ method: value as (typeof METHODS)[number] })}
      />
      <TextInput
        label={text('place')}
        placeholder={text('placeExample')}
        maxLength={200}
        value={said.place ?? ''}
        onChange={(event) => onChange({ place: event.currentTarget.value })}
      />
    </FieldRow>
  );
}
