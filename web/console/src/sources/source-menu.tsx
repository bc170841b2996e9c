import { errorText } from '@augenblick/api';
import type { SourceShown } from '@augenblick/contract/api/source.ts';
import { Dialog, Form, Icon, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useMay } from '../session/session.tsx';
import { SureDialog } from '../shell/sure-dialog.tsx';
import { isOwn } from './kinds.ts';
import { useChangeSource, useDeleteSource } from './queries.ts';
import { sourceTexts } from './texts.ts';

/** Pause, rename, delete. */
export function SourceMenu({ source }: { source: SourceShown }) {
  const text = useTexts(sourceTexts);
  const may = useMay('source.write');
  const pause = usePause(source);
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null);
  if (!may || isOwn(source.kind)) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name={source.paused ? 'play' : 'pause'} size={14} />}
        loading={pause.pending}
        onClick={() => pause.set(!source.paused)}
      >
        {text(source.paused ? 'resume' : 'pause')}
      </Button>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="default" aria-label={text('more')}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Icon name="edit" size={14} />}
            onClick={() => setAsking('rename')}
          >
            {text('rename')}
          </Menu.Item>
          <Menu.Item
            color="bad"
            leftSection={<Icon name="trash" size={14} />}
            onClick={() => setAsking('delete')}
          >
            {text('delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RenameDialog source={source} opened={asking === 'rename'} onClose={() => setAsking(null)} />
      <DeleteDialog source={source} opened={asking === 'delete'} onClose={() => setAsking(null)} />
    </>
  );
}

/** Pauses or resumes at once; the note takes it back. */
function usePause(source: SourceShown): { set: (paused: boolean) => void; pending: boolean } {
  const text = useTexts(sourceTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const change = useChangeSource(source.id);
  const set = (paused: boolean): void =>
    change.mutate(
      { paused },
      {
        onSuccess: () =>
          toast({
            text: text(paused ? 'pausedToast' : 'resumedToast', { name: source.name }),
            tone: 'good',
            undo: () => change.mutate({ paused: !paused }),
          }),
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  return { set, pending: change.isPending };
}

interface AskProps {
  source: SourceShown;
  opened: boolean;
  onClose: () => void;
}

function RenameDialog({ source, opened, onClose }: AskProps) {
  const text = useTexts(sourceTexts);
  const [language] = useLanguage();
  const [name, setName] = useState(source.name);
  const change = useChangeSource(source.id);
  return (
    <Dialog opened={opened} onClose={onClose} title={text('rename')}>
      <Form
        onSubmit={() => change.mutate({ name: name.trim() }, { onSuccess: onClose })}
        onCancel={onClose}
        submit={text('save')}
        pending={change.isPending}
        ready={name.trim() !== ''}
        error={change.error && errorText(change.error, language)}
      >
        <TextInput
          label={text('name')}
          required
          withAsterisk={false}
          maxLength={120}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </Form>
    </Dialog>
  );
}

function DeleteDialog({ source, opened, onClose }: AskProps) {
  const text = useTexts(sourceTexts);
  const navigate = useNavigate();
  const { id, name } = source;
  return (
    <SureDialog
      opened={opened}
      onClose={onClose}
      title={text('deleteTitle', { name })}
      confirm={text('deleteNow')}
      doing={useDeleteSource(id)}
      what={undefined}
      said={() => text('deletedToast', { name })}
      onDone={() => void navigate('/sources')}
    >
      <p>{text('deleteText')}</p>
    </SureDialog>
  );
}
