import { errorText } from '@augenblick/api';
import type { NewSourceRequest } from '@augenblick/contract/api/source.ts';
import { Dialog, Form, Icon, Quiet, useLanguage, useTexts } from '@augenblick/ui/react';
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { keepFreshKey } from './fresh-key.ts';
import { SOURCE_ICONS } from './kinds.ts';
import { useCreateSource } from './queries.ts';
import styles from './sources.module.css';
import { sourceTexts } from './texts.ts';

const KINDS = ['web', 'app', 'server', 'till', 'kiosk', 'store'] as const;
type Kind = NewSourceRequest['kind'];

/** Connects a source: which kind, what it is called; its key and the next steps wait on its page. */
export function CreateDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const text = useTexts(sourceTexts);
  return (
    <Dialog
      wide
      opened={opened}
      onClose={onClose}
      title={text('createTitle')}
      note={text('createText')}
    >
      <CreateForm onClose={onClose} />
    </Dialog>
  );
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const text = useTexts(sourceTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const create = useCreateSource();
  const [kind, setKind] = useState<Kind>('web');
  const [name, setName] = useState('');
  const wanted = name.trim() || text(`kind.${kind}`);
  const send = (): void =>
    create.mutate(
      { kind, name: wanted },
      {
        onSuccess: ({ source, key }) => {
          keepFreshKey(source.id, key.key);
          void navigate(`/sources/${source.id}`);
        },
      },
    );
  return (
    <Form
      onSubmit={send}
      onCancel={onClose}
      submit={text('create')}
      pending={create.isPending}
      error={create.error && errorText(create.error, language)}
    >
      <fieldset className={styles.kinds}>
        <legend>{text('kindLegend')}</legend>
        {KINDS.map((one) => (
          <label key={one} data-chosen={one === kind}>
            <input
              type="radio"
              name="kind"
              value={one}
              checked={one === kind}
              data-autofocus={one === 'web' || undefined}
              onChange={() => setKind(one)}
            />
            <Icon name={SOURCE_ICONS[one]} size={20} />
            <span>
              <b>{text(`kind.${one}`)}</b>
              <Quiet>{text(`about.${one}`)}</Quiet>
            </span>
          </label>
        ))}
      </fieldset>
      <TextInput
        label={text('name')}
        description={text('nameNote')}
        placeholder={text(`kind.${kind}`)}
        maxLength={120}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Form>
  );
}
