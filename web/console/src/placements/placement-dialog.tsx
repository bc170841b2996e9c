import { errorText } from '@augenblick/api';
import { PLACEMENT_KINDS } from '@augenblick/contract';
import type { Placement, PlacementKind } from '@augenblick/contract';
import type { PlacementBody } from '@augenblick/contract/api/placement.ts';
import { Dialog, FieldRow, Form, useLanguage, useTexts, useToast } from '@augenblick/ui/react';
import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { NumberField } from '../campaigns/number-field.tsx';
import { heartTexts } from '../campaigns/texts-words.ts';
import { keyFrom } from './kinds.ts';
import { changeOf, useChangePlacement, useCreatePlacement } from './queries.ts';
import { placementTexts } from './texts.ts';

const BLANK: PlacementBody = {
  key: '',
  name: '',
  kind: 'web',
  where: '',
  minHeight: 120,
  fallback: null,
  status: 'live',
};

/** Makes a place, or changes its name and size. */
export function PlacementDialog(props: {
  opened: boolean;
  onClose: () => void;
  /** The one that is changed; left out for a new one. */
  placement?: Placement;
}) {
  const text = useTexts(placementTexts);
  const { placement, opened, onClose } = props;
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={placement ? text('editTitle', { name: placement.name }) : text('createTitle')}
      note={placement ? undefined : text('createNote')}
    >
      {placement ? (
        <EditForm placement={placement} onClose={onClose} />
      ) : (
        <CreateForm onClose={onClose} />
      )}
    </Dialog>
  );
}

function CreateForm({ onClose }: { onClose: () => void }) {
  const text = useTexts(placementTexts);
  const [language] = useLanguage();
  const navigate = useNavigate();
  const create = useCreatePlacement();
  const [body, setBody] = useState(BLANK);
  // The key follows the name until somebody writes one.
  const [ownKey, setOwnKey] = useState<string | null>(null);
  const key = ownKey ?? keyFrom(body.name);
  return (
    <Form
      onSubmit={() =>
        create.mutate(
          { ...body, key, name: body.name.trim() },
          { onSuccess: () => void navigate(`/placements/${key}`) },
        )
      }
      onCancel={onClose}
      submit={text('create')}
      pending={create.isPending}
      ready={body.name.trim() !== '' && key !== ''}
      error={create.error && errorText(create.error, language)}
    >
      <CommonFields body={body} onChange={setBody} />
      <TextInput
        label={text('key')}
        description={text('keyNote')}
        maxLength={60}
        spellCheck={false}
        value={key}
        onChange={(event) => setOwnKey(event.currentTarget.value.toLowerCase())}
      />
    </Form>
  );
}

function EditForm({ placement, onClose }: { placement: Placement; onClose: () => void }) {
  const text = useTexts(placementTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const change = useChangePlacement(placement.key);
  const before = changeOf(placement);
  const [body, setBody] = useState<PlacementBody>({ ...before, key: placement.key });
  const send = (): void => {
    const { key: _key, ...next } = body;
    change.mutate(next, {
      onSuccess: () => {
        toast({ text: text('saved'), tone: 'good', undo: () => change.mutate(before) });
        onClose();
      },
    });
  };
  return (
    <Form
      onSubmit={send}
      onCancel={onClose}
      submit={text('save')}
      pending={change.isPending}
      ready={body.name.trim() !== ''}
      error={change.error && errorText(change.error, language)}
    >
      <CommonFields body={body} onChange={setBody} />
    </Form>
  );
}

function CommonFields(props: { body: PlacementBody; onChange: (body: PlacementBody) => void }) {
  const { body, onChange } = props;
  const text = useTexts(placementTexts);
  const heart = useTexts(heartTexts);
  return (
    <>
      <TextInput
        label={text('name')}
        placeholder={text('nameExample')}
        required
        withAsterisk={false}
        maxLength={120}
        data-autofocus
        value={body.name}
        onChange={(event) => onChange({ ...body, name: event.currentTarget.value })}
      />
      <TextInput
        label={text('where')}
        placeholder={text('whereExample')}
        maxLength={300}
        value={body.where}
        onChange={(event) => onChange({ ...body, where: event.currentTarget.value })}
      />
      <FieldRow>
        <Select
          label={text('kindField')}
          value={body.kind}
          data={PLACEMENT_KINDS.map((value) => ({ value, label: heart(`place.${value}`) }))}
          onChange={(kind) => kind && onChange({ ...body, kind: kind as PlacementKind })}
        />
        <NumberField
          label={text('minHeight')}
          description={text('minHeightNote')}
          value={body.minHeight}
          min={0}
          max={2000}
          onChange={(value) => onChange({ ...body, minHeight: value ?? 0 })}
        />
      </FieldRow>
    </>
  );
}
