import { errorText } from '@augenblick/api';
import type { SourceShown, WriteKey } from '@augenblick/contract/api/source.ts';
import {
  Card,
  Chip,
  CopyField,
  Dialog,
  Form,
  Icon,
  RelativeTime,
  useLanguage,
  useTexts,
} from '@augenblick/ui/react';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../session/session.tsx';
import { SureDialog } from '../shell/sure-dialog.tsx';
import { keepFreshKey } from './fresh-key.ts';
import { useNewKey, useRevokeKey } from './queries.ts';
import styles from './sources.module.css';
import { sourceTexts } from './texts.ts';

/** A source's write keys: which are in use, a further one, taking one back. */
export function KeysCard({ source }: { source: SourceShown }) {
  const text = useTexts(sourceTexts);
  const may = useMay('source.write');
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<WriteKey | null>(null);
  return (
    <Card
      title={text('keys')}
      note={text('keysNote')}
      actions={
        may && (
          <Button
            variant="default"
            leftSection={<Icon name="key" size={14} />}
            onClick={() => setMaking(true)}
          >
            {text('newKey')}
          </Button>
        )
      }
    >
      {source.keys.length === 0 && (
        <p className={styles.quiet}>{text(source.simulated ? 'noKeysSimulated' : 'noKeys')}</p>
      )}
      <ul className={styles.keys}>
        {source.keys.map((key) => (
          <li key={key.id} data-revoked={key.revokedAt !== null}>
            <span className={styles.keyWords}>
              <b>{key.name}</b>
              <code>{key.hint}</code>
            </span>
            <span className={styles.quiet}>
              {key.lastUsedAt === null ? (
                text('keyUnused')
              ) : (
                <>
                  {text('keyUsed')} <RelativeTime at={key.lastUsedAt} quiet />
                </>
              )}
            </span>
            {key.revokedAt !== null ? (
              <Chip icon="lock">{text('keyRevoked')}</Chip>
            ) : (
              may && (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={text('revokeLabel', { name: key.name })}
                  onClick={() => setRevoking(key)}
                >
                  {text('revoke')}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
      <NewKeyDialog source={source} opened={making} onClose={() => setMaking(false)} />
      <RevokeDialog source={source} writeKey={revoking} onClose={() => setRevoking(null)} />
    </Card>
  );
}

function NewKeyDialog(props: { source: SourceShown; opened: boolean; onClose: () => void }) {
  const text = useTexts(sourceTexts);
  const [language] = useLanguage();
  const [name, setName] = useState('');
  const make = useNewKey(props.source.id);
  const made = make.data;
  const close = (): void => {
    props.onClose();
    setName('');
    make.reset();
  };
  return (
    <Dialog opened={props.opened} onClose={close} title={text('newKey')} note={text('newKeyText')}>
      {made ? (
        <Form onSubmit={close} submit={text('done')}>
          <CopyField label={text('writeKey')} value={made.key} note={text('keyOnceNote')} />
        </Form>
      ) : (
        <Form
          onSubmit={() =>
            make.mutate(name.trim(), {
              onSuccess: ({ key }) => keepFreshKey(props.source.id, key),
            })
          }
          onCancel={close}
          submit={text('makeKey')}
          pending={make.isPending}
          ready={name.trim() !== ''}
          error={make.error && errorText(make.error, language)}
        >
          <TextInput
            label={text('keyName')}
            placeholder={text('keyNameExample')}
            required
            withAsterisk={false}
            maxLength={120}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Form>
      )}
    </Dialog>
  );
}

function RevokeDialog(props: {
  source: SourceShown;
  writeKey: WriteKey | null;
  onClose: () => void;
}) {
  const { source, writeKey, onClose } = props;
  const text = useTexts(sourceTexts);
  return (
    <SureDialog
      opened={writeKey !== null}
      onClose={onClose}
      title={text('revokeTitle', { name: writeKey?.name ?? '' })}
      confirm={text('revokeNow')}
      doing={useRevokeKey(source.id)}
      what={writeKey?.id ?? null}
      said={() => text('keyRevokedToast')}
    >
      <p>{text('revokeText')}</p>
    </SureDialog>
  );
}
