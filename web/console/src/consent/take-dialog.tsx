import { errorText } from '@augenblick/api';
import { Dialog, FieldRow, Form, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { BrandNotice, isNotReady } from './brand-notice.tsx';
import styles from './consent.module.css';
import { outcomeKey } from './outcome.ts';
import { NeedWording } from './need-wording.tsx';
import { useTakeSignup, useWordings } from './queries.ts';
import { consentTexts } from './texts.ts';

/** Staff take an address at the counter; the person confirms by mail like everybody. */
export function TakeDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useTexts(consentTexts);
  return (
    <Dialog opened={opened} onClose={onClose} title={text('takeTitle')} note={text('takeNote')}>
      <TakeForm onClose={onClose} />
    </Dialog>
  );
}

function TakeForm({ onClose }: { onClose: () => void }) {
  const text = useTexts(consentTexts);
  const [own] = useLanguage();
  const toast = useToast();
  const wordings = useWordings().data?.wordings ?? null;
  const take = useTakeSignup();
  const [email, setEmail] = useState('');
  const [firstName, setFirstName] = useState('');
  const [store, setStore] = useState('');
  const [language, setLanguage] = useState<'de' | 'en'>(own);
  const [chosen, setChosen] = useState<string | null>(null);
  const wording = wordings?.find(({ id }) => id === chosen) ?? wordings?.[0];
  if (wordings?.length === 0) return <NeedWording onLeave={onClose} />;
  const send = (): void =>
    take.mutate(
      {
        email: email.trim(),
        wordingId: wording?.id ?? '',
        language,
        store: store.trim() || null,
        firstName: firstName.trim() || null,
      },
      {
        onSuccess: ({ outcome }) => {
          const good = outcome === 'mail_sent';
          const words = good ? text('taken', { email }) : text(outcomeKey(outcome));
          toast({ text: words, tone: good ? 'good' : 'bad' });
          if (good) onClose();
        },
      },
    );
  return (
    <Form
      onSubmit={send}
      onCancel={onClose}
      submit={text('take')}
      pending={take.isPending}
      ready={email.includes('@') && wording !== undefined}
      error={isNotReady(take.error) ? null : take.error && errorText(take.error, own)}
    >
      <TextInput
        label={text('email')}
        type="email"
        maxLength={200}
        data-autofocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PersonRow
        firstName={firstName}
        onFirstName={setFirstName}
        store={store}
        onStore={setStore}
      />
      <WordsRow
        wordings={wordings ?? []}
        chosen={wording?.id ?? null}
        onChoose={setChosen}
        language={language}
        onLanguage={setLanguage}
      />
      {isNotReady(take.error) && <BrandNotice />}
      {wording && <blockquote className={styles.words}>{wording.texts[language]}</blockquote>}
    </Form>
  );
}

function PersonRow(props: {
  firstName: string;
  onFirstName: (firstName: string) => void;
  store: string;
  onStore: (store: string) => void;
}) {
  const text = useTexts(consentTexts);
  const { firstName, onFirstName, store, onStore } = props;
  return (
    <FieldRow>
      <TextInput
        label={text('firstName')}
        maxLength={80}
        value={firstName}
        onChange={(event) => onFirstName(event.currentTarget.value)}
      />
      <TextInput
        label={text('storeField')}
        maxLength={200}
        value={store}
        onChange={(event) => onStore(event.currentTarget.value)}
      />
    </FieldRow>
  );
}

function WordsRow(props: {
  wordings: { id: string; name: string }[];
  chosen: string | null;
  onChoose: (id: string | null) => void;
  language: 'de' | 'en';
  onLanguage: (language: 'de' | 'en') => void;
}) {
  const text = useTexts(consentTexts);
  const { wordings, chosen, onChoose, language, onLanguage } = props;
  return (
    <FieldRow>
      <Select
        label={text('wording')}
        value={chosen}
        data={wordings.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={onChoose}
      />
      <Select
        label={text('languageField')}
        value={language}
        data={[
          { value: 'de', label: text('german') },
          { value: 'en', label: text('english') },
        ]}
        onChange={(next) => onLanguage(next === 'en' ? 'en' : 'de')}
      />
    </FieldRow>
  );
}
