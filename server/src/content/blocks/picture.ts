import type { GifBlock, PictureBlock, VideoBlock } from '@augenblick/contract';
import { shopAddress } from '../address.ts';
import type { Pen } from '../pen.ts';
import type { Locale } from '../scope.ts';
import { type BlockDefinition, type BlockText, row, wordsCell } from './block.ts';

type AnyPicture = PictureBlock | GifBlock | VideoBlock;

/** Space between the edge of the paper and what stands on it. */
const INNER_WIDTH = 552;

function pictureCell(block: AnyPicture, pen: Pen): string {
  const { url, alt, link, width } = block;
  if (url === '') return '';
  const { places, theme } = pen.sheet;
  const wide = width === 'full' ? '' : ` width="${INNER_WIDTH / 2}px" align="left"`;
  const otherwise = shopAddress(places) || places.origin;
  const href = link === '' ? '' : ` href="${pen.address('link', link, { otherwise })}"`;
  const image = `<mj-image src="${pen.source('url', url)}" alt="${pen.words('alt', alt)}"${href}${wide} padding="0" border-radius="${theme.radius}px" fluid-on-mobile="true" />`;
  if (block.kind !== 'video' || link === '') return image;
  const play = pen.sheet.locale === 'de' ? '▶ Film ansehen' : '▶ Watch the film';
  const style = `color:${pen.colours.link};font-weight:600;text-decoration:underline`;
  const again = `<a href="${pen.address('link', link, { otherwise })}" style="${style}" target="_blank">${play}</a>`;
  return `${image}${wordsCell(pen, again, { align: 'center', padding: '8px 0 0' })}`;
}

function texts({ url, alt, link }: AnyPicture): BlockText[] {
  return [
    { field: 'url', text: url, kind: 'source' },
    { field: 'alt', text: alt, kind: 'words' },
    { field: 'link', text: link, kind: 'address' },
  ];
}

function pictureText({ url, alt, link }: AnyPicture, pen: Pen): string {
  if (url === '') return '';
  const said = alt === '' ? '' : `[${pen.words('alt', alt)}]`;
  const to = link === '' ? '' : pen.address('link', link);
  return said === '' && to === '' ? '' : `${said}${to === '' ? '' : ` ${to}`}\n`;
}

function definition<B extends AnyPicture>(
  kind: B['kind'],
  words: { de: string; en: string },
): BlockDefinition<B> {
  return {
    kind,
    words,
    fresh: (_locale: Locale) =>
      ({ kind, url: '', alt: '', link: '', width: 'full' }) as unknown as Omit<
        B,
        'id' | 'ground' | 'onlyWith'
      >,
    texts,
    html: (block, pen) => {
      const cell = pictureCell(block, pen);
      return cell === '' ? '' : row(pen, cell);
    },
    cell: pictureCell,
    text: pictureText,
  };
}

/** A picture. */
export const picture = definition<PictureBlock>('picture', { de: 'Bild', en: 'Picture' });
/** A picture that moves. */
export const gif = definition<GifBlock>('gif', { de: 'Bewegtes Bild (GIF)', en: 'Moving picture' });
/** The picture of a film; mail programs play none. */
export const video = definition<VideoBlock>('video', {
  de: 'Film (Standbild)',
  en: 'Film (still)',
});
