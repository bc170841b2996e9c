import type { PictureView } from '@augenblick/contract/api/template.ts';
import { Dialog, Fields, useTexts } from '@augenblick/ui/react';
import { useMay } from '../session/session.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { NoPictures, PictureGrid, PictureUpload } from './pictures.tsx';
import { usePictures } from './queries.ts';
import { pictureTexts } from './texts-pictures.ts';

/** Takes a picture from the library, or a fresh one into it and out again. */
export function PictureDialog(props: {
  opened: boolean;
  animated: boolean;
  onClose: () => void;
  onPick: (picture: PictureView) => void;
}) {
  const { opened, animated, onClose, onPick } = props;
  const text = useTexts(pictureTexts);
  const may = useMay('message.write');
  const query = usePictures();
  return (
    <Dialog opened={opened} onClose={onClose} title={text('choose')} wide>
      <Fields>
        {may && <PictureUpload onUploaded={onPick} />}
        <Loaded query={query}>
          {({ pictures }) =>
            pictures.length === 0 ? (
              <NoPictures />
            ) : (
              <PictureGrid pictures={pictures} animated={animated} onPick={onPick} />
            )
          }
        </Loaded>
      </Fields>
    </Dialog>
  );
}
