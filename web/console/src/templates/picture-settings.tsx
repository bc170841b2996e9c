import type { GifBlock, PictureBlock, VideoBlock } from '@augenblick/contract';
import { Icon, useTexts } from '@augenblick/ui/react';
import { Button, TextInput } from '@mantine/core';
import { lazy, useState } from 'react';
import { OnDemand } from '../shell/on-demand.tsx';
import { Choice } from './block-parts.tsx';
import type { SettingsProps } from './block-parts.tsx';
import styles from './fields.module.css';
import { isOwnAddress } from './own-address.ts';
import { blockTexts } from './texts-blocks.ts';

const PictureDialog = lazy(async () => ({
  default: (await import('./picture-dialog.tsx')).PictureDialog,
}));

/** Picture, moving picture, film: what is shown, what it says, where it leads. */
export function PictureSettings(props: SettingsProps<PictureBlock | GifBlock | VideoBlock>) {
  const { block, onChange } = props;
  const text = useTexts(blockTexts);
  return (
    <>
      {block.kind === 'gif' && <p className={styles.fieldNote}>{text('gifNote')}</p>}
      {block.kind === 'video' && <p className={styles.fieldNote}>{text('videoNote')}</p>}
      <PictureField
        url={block.url}
        animated={block.kind === 'gif'}
        onPick={(url, alt) =>
          // What the picture shows is known from the library; words somebody has written stay.
          onChange({ ...block, url, alt: block.alt === '' ? alt : block.alt }, null)
        }
        onType={(url) => onChange({ ...block, url }, 'url')}
      />
      <TextInput
        label={text('alt')}
        description={text('altNote')}
        maxLength={300}
        value={block.alt}
        onChange={(event) => onChange({ ...block, alt: event.currentTarget.value }, 'alt')}
      />
      <TextInput
        label={text(block.kind === 'video' ? 'filmLink' : 'link')}
        placeholder="/… · https://…"
        maxLength={1000}
        value={block.link}
        onChange={(event) => onChange({ ...block, link: event.currentTarget.value }, 'link')}
      />
      <Choice
        label={text('width')}
        value={block.width}
        options={[
          { value: 'full', label: text('full') },
          { value: 'half', label: text('half') },
        ]}
        onChange={(width) => onChange({ ...block, width }, null)}
      />
    </>
  );
}

/** The picture itself: from the library, freshly uploaded, or by its address. */
export function PictureField(props: {
  url: string;
  /** Only moving pictures are offered first. */
  animated?: boolean;
  onPick: (url: string, alt: string) => void;
  onType: (url: string) => void;
}) {
  const { url, animated = false, onPick, onType } = props;
  const text = useTexts(blockTexts);
  const [choosing, setChoosing] = useState(false);
  return (
    <div className={styles.pictureField}>
      <PictureTile url={url} />
      <div className={styles.pictureSide}>
        <div className={styles.pictureButtons}>
          <Button
            size="xs"
            variant="default"
            leftSection={<Icon name="image" size={14} />}
            onClick={() => setChoosing(true)}
          >
            {text(url === '' ? 'choosePicture' : 'changePicture')}
          </Button>
          {url !== '' && (
            <Button size="xs" variant="subtle" onClick={() => onPick('', '')}>
              {text('removePicture')}
            </Button>
          )}
        </div>
        <TextInput
          label={text('pictureUrl')}
          description={text('pictureUrlNote')}
          placeholder="https://…"
          maxLength={1000}
          value={url}
          onChange={(event) => onType(event.currentTarget.value)}
        />
      </div>
      <OnDemand wanted={choosing}>
        <PictureDialog
          opened={choosing}
          animated={animated}
          onClose={() => setChoosing(false)}
          onPick={(picture) => {
            setChoosing(false);
            onPick(picture.url, picture.alt);
          }}
        />
      </OnDemand>
    </div>
  );
}

/** A picture of this server, small; those of other servers are not loaded into the console, only marked. */
export function PictureTile({ url }: { url: string }) {
  return (
    <span className={styles.pictureTile}>
      {isOwnAddress(url) ? (
        <img src={url} alt="" loading="lazy" />
      ) : (
        <Icon name={url === '' ? 'image' : 'external'} size={18} />
      )}
    </span>
  );
}
