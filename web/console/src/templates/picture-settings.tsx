import type { GifBlock, PictureBlock, VideoBlock } from '@augenblick/contract';
import { useTexts } from '@augenblick/ui/react';
import { TextInput } from '@mantine/core';
import { Choice } from './block-parts.tsx';
import type { SettingsProps } from './block-parts.tsx';
import styles from './fields.module.css';
import { PictureField } from './picture-field.tsx';
import { blockTexts } from './texts-blocks.ts';

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
