import { errorText } from '@augenblick/api';
import type { PictureView } from '@augenblick/contract/api/template.ts';
import {
  Card,
  Dialog,
  Form,
  Icon,
  Page,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../session/session.tsx';
import { BackLink } from '../shell/back-link.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { SureDialog } from '../shell/sure-dialog.tsx';
import { NoPictures, PictureGrid, PictureUpload } from './pictures.tsx';
import styles from './pictures.module.css';
import { useChangePicture, useDeletePicture, usePictures } from './queries.ts';
import { pictureTexts } from './texts-pictures.ts';

/** Every picture of the shop's messages. */
export default function PicturesPage() {
  const text = useTexts(pictureTexts);
  const formats = useFormats();
  const may = useMay('message.write');
  const query = usePictures();
  const [open, setOpen] = useState<PictureView | null>(null);
  const { data } = query;
  return (
    <Page
      title={text('title')}
      headline={
        data
          ? text('headline', { count: data.pictures.length })
          : query.error
            ? text('title')
            : undefined
      }
      note={
        data && text('used', { used: formats.bytes(data.bytes), max: formats.bytes(data.bytesMax) })
      }
      back={<BackLink to="/messages?tab=templates">{text('back')}</BackLink>}
    >
      {may && <PictureUpload onUploaded={setOpen} />}
      <Loaded query={query}>
        {({ pictures }) =>
          pictures.length === 0 ? (
            <NoPictures />
          ) : (
            <Card>
              <PictureGrid pictures={pictures} onPick={setOpen} />
            </Card>
          )
        }
      </Loaded>
      {open && <PictureEdit key={open.id} picture={open} onClose={() => setOpen(null)} />}
    </Page>
  );
}

/** Name and description of one picture; its end. */
function PictureEdit({ picture, onClose }: { picture: PictureView; onClose: () => void }) {
  const text = useTexts(pictureTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const may = useMay('message.write');
  const change = useChangePicture();
  const [name, setName] = useState(picture.name);
  const [alt, setAlt] = useState(picture.alt);
  const [asking, setAsking] = useState(false);
  const save = (): void =>
    change.mutate(
      { id: picture.id, name: name.trim(), alt: alt.trim() },
      {
        onSuccess: () => {
          toast({ text: text('saved'), tone: 'good' });
          onClose();
        },
      },
    );
  if (asking) {
    return <PictureDelete picture={picture} onBack={() => setAsking(false)} onGone={onClose} />;
  }
  return (
    <Dialog opened onClose={onClose} title={picture.name}>
      <img className={styles.large} src={picture.url} alt={picture.alt} />
      {may && (
        <Form
          submit={text('save')}
          pending={change.isPending}
          ready={name.trim() !== ''}
          error={change.error ? errorText(change.error, language) : null}
          onSubmit={save}
        >
          <TextInput
            label={text('name')}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            data-autofocus
            label={text('alt')}
            description={text('altNote')}
            maxLength={300}
            value={alt}
            onChange={(event) => setAlt(event.currentTarget.value)}
          />
          <Button
            variant="subtle"
            color="bad"
            leftSection={<Icon name="trash" size={14} />}
            className={styles.delete}
            onClick={() => setAsking(true)}
          >
            {text('delete')}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}

function PictureDelete(props: { picture: PictureView; onBack: () => void; onGone: () => void }) {
  const { picture, onBack, onGone } = props;
  const text = useTexts(pictureTexts);
  const { id, name } = picture;
  return (
    <SureDialog
      opened
      onClose={onBack}
      title={text('deleteTitle', { name })}
      confirm={text('delete')}
      doing={useDeletePicture()}
      what={id}
      said={() => text('deleted', { name })}
      onDone={onGone}
    >
      {text('deleteText')}
    </SureDialog>
  );
}
