import { errorText } from '@augenblick/api';
import type { PictureView } from '@augenblick/contract/api/template.ts';
import {
  Chip,
  EmptyState,
  FileDrop,
  SearchBox,
  useFormats,
  useLanguage,
  useTexts,
  useToast,
} from '@augenblick/ui/react';
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useMay } from '../session/session.tsx';
import styles from './pictures.module.css';
import { useUploadPicture } from './queries.ts';
import { pictureTexts } from './texts-pictures.ts';

/** As many bytes as the server takes in one picture. */
const UPLOAD_BYTES = 10 * 1024 * 1024;
/** From here on a search is worth its place. */
const MANY = 8;

/** Puts a picture into the library; `onUploaded` gets it. */
export function PictureUpload({ onUploaded }: { onUploaded: (picture: PictureView) => void }) {
  const text = useTexts(pictureTexts);
  const [language] = useLanguage();
  const toast = useToast();
  const { mutate, isPending } = useUploadPicture();
  return (
    <FileDrop
      label={text(isPending ? 'uploading' : 'upload')}
      accept="image/jpeg,image/png,image/gif,image/webp"
      limitBytes={UPLOAD_BYTES}
      note={text('uploadNote')}
      disabled={isPending}
      onFile={(file) =>
        mutate(file, {
          onSuccess: ({ picture }) => {
            toast({ text: text('uploaded', { name: picture.name }), tone: 'good' });
            onUploaded(picture);
          },
          onError: (error) => toast({ text: errorText(error, language), tone: 'bad' }),
        })
      }
    />
  );
}

/** All pictures as tiles; a press on one takes or opens it. */
export function PictureGrid(props: {
  pictures: readonly PictureView[];
  /** Moving ones first. */
  animated?: boolean;
  onPick: (picture: PictureView) => void;
}) {
  const { pictures, animated = false, onPick } = props;
  const text = useTexts(pictureTexts);
  const [query, setQuery] = useState('');
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const shown = pictures
    .filter(({ name, alt }) => {
      const all = `${name} ${alt}`.toLocaleLowerCase();
      return words.every((word) => all.includes(word));
    })
    .toSorted((a, b) => (animated ? Number(b.animated) - Number(a.animated) : 0));
  return (
    <>
      {pictures.length >= MANY && (
        <SearchBox value={query} onChange={setQuery} placeholder={text('search')} />
      )}
      <ul className={styles.grid}>
        {shown.map((picture) => (
          <li key={picture.id}>
            <UnstyledButton className={styles.tile} onClick={() => onPick(picture)}>
              <Tile picture={picture} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </>
  );
}

function Tile({ picture }: { picture: PictureView }) {
  const text = useTexts(pictureTexts);
  const formats = useFormats();
  const { url, name, alt, width, height, animated } = picture;
  return (
    <>
      <span className={styles.photo}>
        <img src={url} alt="" loading="lazy" />
        {animated && (
          <span className={styles.animated}>
            <Chip icon="film">{text('animated')}</Chip>
          </span>
        )}
      </span>
      <span className={styles.caption}>
        <b>{name}</b>
        <span data-empty={alt === ''}>{alt || text('noAlt')}</span>
        <span>
          {text('size', {
            width: formats.number(width),
            height: formats.number(height),
          })}
          {' · '}
          {formats.bytes(picture.bytes)}
        </span>
      </span>
    </>
  );
}

/** Nothing there yet. */
export function NoPictures() {
  const text = useTexts(pictureTexts);
  const may = useMay('message.write');
  return may ? null : (
    <EmptyState icon="image" title={text('emptyTitle')} text={text('emptyText')} />
  );
}
