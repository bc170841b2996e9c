import { Icon, useTexts } from '@augenblick/ui/react';
import { Button, TextInput } from '@mantine/core';
import { lazy, useState } from 'react';
import { OnDemand } from '../shell/on-demand.tsx';
import styles from './fields.module.css';
import { isOwnAddress } from './own-address.ts';
import { blockTexts } from './texts-blocks.ts';

const PictureDialog = lazy(async () => ({
  default: (await import('./picture-dialog.tsx')).PictureDialog,
}));

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
