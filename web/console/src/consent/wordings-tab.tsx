import { errorText } from '@augenblick/api';
import type { WordingOne } from '@augenblick/contract/api/optin.ts';
import {
  Card,
  Dialog,
  EmptyState,
  ErrorState,
  Form,
  Icon,
  More,
  TextSkeleton,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMay, useRetailer } from '../session/session.tsx';
import styles from './consent.module.css';
import { useSaveWording, useWordings } from './queries.ts';
import { consentTexts } from './texts.ts';

/** What people agree to, in every version there was. */
export function WordingsTab() {
  const text = useTexts(consentTexts);
  const [language] = useLanguage();
  const may = useMay('consent.write');
  const query = useWordings();
  // null = none is written, 'new' = a new one, else a further version of it.
  const [writing, setWriting] = useState<WordingOne | 'new' | null>(null);
  const { data, error } = query;
  if (error && !data)
    return <ErrorState text={errorText(error, language)} onRetry={() => void query.refetch()} />;
  if (!data) return <TextSkeleton lines={6} />;
  const add = may && (
    <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setWriting('new')}>
      {text('newWording')}
    </Button>
  );
  return (
    <div className={styles.stack}>
      {data.wordings.length === 0 ? (
        <EmptyState
          icon="file"
          title={text('wordingsEmpty')}
          text={text('wordingsEmptyText')}
          action={add}
        />
      ) : (
        <div className={styles.row}>
          <p className={styles.quiet}>{text('wordingsNote')}</p>
          {add}
        </div>
      )}
      {data.wordings.map((wording) => (
        <WordingCard
          key={wording.id}
          wording={wording}
          onWrite={may ? () => setWriting(wording) : null}
        />
      ))}
      <Dialog
        wide
        opened={writing !== null}
        onClose={() => setWriting(null)}
        title={text(writing === 'new' ? 'newWording' : 'newVersion')}
        note={text('wordingAdvice')}
      >
        {writing !== null && (
          <WordingForm
            wording={writing === 'new' ? null : writing}
            onClose={() => setWriting(null)}
          />
        )}
      </Dialog>
    </div>
  );
}

function WordingCard(props: { wording: WordingOne; onWrite: (() => void) | null }) {
  const text = useTexts(consentTexts);
  const formats = useFormats();
  const [language] = useLanguage();
  const { wording, onWrite } = props;
  const [present, ...older] = wording.versions;
  const line = (version: WordingOne['versions'][number]): string =>
    [
      text('versionOf', { version: formats.number(version.version) }),
      text('versionBy', { at: formats.date(version.at), name: version.by }),
      text('versionSignups', { count: formats.number(version.signups) }),
    ].join(' · ');
  return (
    <Card
      title={wording.name}
      note={
        wording.forms.length > 0
          ? text('usedBy', { forms: wording.forms.join(', ') })
          : text('usedByNone')
      }
      actions={
        onWrite && (
          <Button size="xs" variant="default" onClick={onWrite}>
            {text('newVersion')}
          </Button>
        )
      }
    >
      {present && <p className={styles.quiet}>{line(present)}</p>}
      <blockquote className={styles.words} lang={language}>
        {wording.texts[language]}
      </blockquote>
      {older.length > 0 && (
        <More summary={text('olderVersions')}>
          {older.map((version) => (
            <div key={version.version} className={styles.fields}>
              <p className={styles.quiet}>{line(version)}</p>
              <blockquote className={styles.words}>{version.texts[language]}</blockquote>
            </div>
          ))}
        </More>
      )}
    </Card>
  );
}

/** What a first wording begins with, to be put into the shop's own words. */
function beginning(shop: string): WordingOne['texts'] {
  return {
    de: `Ja, ich möchte von ${shop} Neuigkeiten und Angebote per E-Mail bekommen. Ich kann mich jederzeit abmelden, am einfachsten über den Link in jeder E-Mail.`,
    en: `Yes, I would like to get news and offers from ${shop} by e-mail. I can unsubscribe at any time, most easily by the link in every e-mail.`,
  };
}

function WordingForm(props: { wording: WordingOne | null; onClose: () => void }) {
  const text = useTexts(consentTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const { wording, onClose } = props;
  const save = useSaveWording(wording?.id ?? null);
  const [name, setName] = useState(wording?.name ?? '');
  const { name: shop } = useRetailer();
  const [texts, setTexts] = useState(wording?.texts ?? beginning(shop));
  const changed = texts.de !== wording?.texts.de || texts.en !== wording.texts.en;
  return (
    <Form
      onSubmit={() =>
        save.mutate(
          { name: name.trim(), texts },
          {
            onSuccess: ({ version }) => {
              toast({ text: text('wordingSaved', { version: String(version) }), tone: 'good' });
              onClose();
            },
          },
        )
      }
      onCancel={onClose}
      submit={text('saveWording')}
      pending={save.isPending}
      ready={changed && name.trim() !== '' && texts.de.trim() !== '' && texts.en.trim() !== ''}
      error={save.error && errorText(save.error, language)}
    >
      <TextInput
        label={text('wordingName')}
        placeholder={text('wordingNameExample')}
        maxLength={120}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={text('wordingDe')}
        autosize
        minRows={3}
        maxLength={2000}
        value={texts.de}
        onChange={(event) => setTexts({ ...texts, de: event.currentTarget.value })}
      />
      <Textarea
        label={text('wordingEn')}
        autosize
        minRows={3}
        maxLength={2000}
        value={texts.en}
        onChange={(event) => setTexts({ ...texts, en: event.currentTarget.value })}
      />
    </Form>
  );
}
