import { errorText } from '@augenblick/api';
import type { Offer } from '@augenblick/contract';
import { Dialog, Form, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { instantOf } from '../campaigns/instants.ts';
import { NumberField } from '../campaigns/number-field.tsx';
import { useRetailer } from '../session/session.tsx';
import { useMakeCodes } from './queries.ts';
import { codeTexts } from './texts-codes.ts';

const COUNT_MAX = 10_000;

/** Makes a list of codes and saves it as a file: the only time their texts are known. */
export function MakeCodes(props: { offer: Offer; opened: boolean; onClose: () => void }) {
  const { offer, opened, onClose } = props;
  const text = useTexts(codeTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const { timeZone } = useRetailer();
  const [count, setCount] = useState(100);
  const [note, setNote] = useState('');
  const [until, setUntil] = useState('');
  const { mutate, isPending, error } = useMakeCodes(offer.id);
  const make = (): void => {
    const expiresAt = until === '' ? null : instantOf(until, timeZone);
    mutate(
      { count, note, expiresAt },
      {
        onSuccess: ({ batch, csv }) => {
          save(csv, `${text('fileName')}-${batch.id.slice(0, 8)}.csv`);
          toast({ text: text('made', { count: batch.count }), tone: 'good' });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={text('makeTitle')} note={text('makeText')}>
      <Form
        onSubmit={make}
        onCancel={onClose}
        submit={text('makeNow')}
        pending={isPending}
        error={error && errorText(error, language)}
      >
        <NumberField
          label={text('count')}
          description={text('countNote')}
          value={count}
          min={1}
          max={COUNT_MAX}
          onChange={(value) => value !== null && setCount(value)}
        />
        <TextInput
          label={text('note')}
          placeholder={text('noteExample')}
          maxLength={120}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={text('expires')}
          description={text('expiresNote')}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  );
}

/** Hands a text to the browser as a file. */
function save(csv: string, name: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has its copy as soon as the click is done.
  window.setTimeout(() => URL.revokeObjectURL(url), 1000);
}
