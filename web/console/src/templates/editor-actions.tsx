import { errorText } from '@augenblick/api';
import { Icon, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { lazy, useState } from 'react';
import { useNavigate } from 'react-router';
import { OnDemand } from '../shell/on-demand.tsx';
import styles from './editor.module.css';
import { useDeleteTemplate, useTemplateStep } from './queries.ts';
import { editorTexts } from './texts-editor.ts';
import type { Editing } from './use-editor.ts';

const TestDialog = lazy(async () => ({ default: (await import('./test-dialog.tsx')).TestDialog }));

/** Undo and redo, publish, and what can be done with the template as a whole. */
export function EditorActions({ editing, ready }: { editing: Editing; ready: boolean }) {
  const text = useTexts(editorTexts);
  return (
    <>
      <span className={styles.undo}>
        <ActionIcon
          variant="default"
          aria-label={text('undo')}
          title={text('undo')}
          disabled={!editing.mayUndo}
          onClick={editing.undo}
        >
          <Icon name="undo" />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={text('redo')}
          title={text('redo')}
          disabled={!editing.mayRedo}
          onClick={editing.redo}
        >
          <Icon name="redo" />
        </ActionIcon>
      </span>
      <TestButton editing={editing} />
      <Publish editing={editing} ready={ready} />
      <MoreMenu editing={editing} />
    </>
  );
}

function TestButton({ editing }: { editing: Editing }) {
  const text = useTexts(editorTexts);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name="send" size={14} />}
        onClick={() => setOpen(true)}
      >
        {text('testSend')}
      </Button>
      <OnDemand wanted={open}>
        <TestDialog opened={open} onClose={() => setOpen(false)} editing={editing} />
      </OnDemand>
    </>
  );
}

function Publish({ editing, ready }: { editing: Editing; ready: boolean }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const step = useTemplateStep();
  const { drafting } = editing;
  const { id, version, changed } = drafting.one.template;
  const upToDate = version > 0 && !changed && drafting.state === 'saved';
  const publish = async (): Promise<void> => {
    if (!(await drafting.flush())) return;
    step.mutate(
      { id, step: 'publish' },
      {
        onSuccess: (one) => {
          drafting.take(one);
          toast({ text: text('published', { name: one.template.name }), tone: 'good' });
        },
        onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
      },
    );
  };
  return (
    <Button
      leftSection={<Icon name={upToDate ? 'check' : 'play'} size={14} />}
      loading={step.isPending}
      disabled={!ready || upToDate}
      onClick={() => void publish()}
    >
      {text(upToDate ? 'upToDate' : version > 0 ? 'publishChanges' : 'publish')}
    </Button>
  );
}

function MoreMenu({ editing }: { editing: Editing }) {
  const text = useTexts(editorTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const navigate = useNavigate();
  const step = useTemplateStep();
  const remove = useDeleteTemplate();
  const { drafting } = editing;
  const { id, version } = drafting.one.template;
  const { name } = drafting.draft;
  const onError = (error: unknown): void =>
    toast({ text: errorText(error, language), tone: 'bad' });
  const duplicate = async (): Promise<void> => {
    if (!(await drafting.flush())) return;
    step.mutate(
      { id, step: 'duplicate' },
      {
        onSuccess: ({ template }) => {
          void navigate(`/messages/templates/${template.id}`);
          toast({ text: text('copied'), tone: 'good' });
        },
        onError,
      },
    );
  };
  const archive = async (): Promise<void> => {
    if (!(await drafting.flush())) return;
    const onSuccess = (): void => {
      void navigate('/messages?tab=templates');
      const undo = (): void => step.mutate({ id, step: 'unarchive' });
      toast({ text: text('archived', { name }), undo });
    };
    step.mutate({ id, step: 'archive' }, { onSuccess, onError });
  };
  const discard = async (): Promise<void> => {
    // What waits is saved first: leaving the page would otherwise try to save into a template that is gone.
    await drafting.flush();
    const onSuccess = (): void => {
      void navigate('/messages?tab=templates');
      toast({ text: text('deleted', { name }) });
    };
    remove.mutate(id, { onSuccess, onError });
  };
  return (
    <Menu width={220}>
      <Menu.Target>
        <ActionIcon variant="default" aria-label={text('more')}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="copy" />} onClick={() => void duplicate()}>
          {text('duplicate')}
        </Menu.Item>
        {version > 0 ? (
          <Menu.Item leftSection={<Icon name="box" />} onClick={() => void archive()}>
            {text('archive')}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<Icon name="trash" />} color="bad" onClick={() => void discard()}>
            {text('delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
