import type { Block, ProductSource } from '@augenblick/contract';
import { plainWords } from './kinds.ts';

/** What a block is about, for one line in a list: its own words, or a key with a number among the texts of blocks. */
export type Summary =
  | { words: string }
  | {
      key:
        | 'emptyWords'
        | 'emptyPicture'
        | 'ownPicture'
        | 'emptyButton'
        | 'headerNote'
        | 'socialNote';
    }
  | { key: 'dividerNote' | 'recommendationsNote' | 'voucherNote' | `source.${ProductSource}` }
  | { key: 'pixels' | 'parts'; count: number };

/** The line under a block's name. */
export function summaryOf(block: Block, nameOf: (name: string) => string): Summary {
  switch (block.kind) {
    case 'heading':
    case 'text':
    case 'points':
      return wordsOr(block.text, 'emptyWords', nameOf);
    case 'picture':
    case 'gif':
    case 'video':
      if (block.url === '') return { key: 'emptyPicture' };
      if (block.alt !== '') return { words: block.alt };
      // A picture of the library is called by what it is, not by its fingerprint.
      if (block.url.startsWith('/media/')) return { key: 'ownPicture' };
      return { words: fileOf(block.url) };
    case 'button':
      return wordsOr(block.label, 'emptyButton', nameOf);
    case 'products':
      return said(block.title, nameOf) ?? { key: `source.${block.source}` };
    case 'recommendations':
      return said(block.title, nameOf) ?? { key: 'recommendationsNote' };
    case 'voucher':
      return said(block.title, nameOf) ?? { key: 'voucherNote' };
    case 'question':
      return wordsOr(block.question, 'emptyWords', nameOf);
    case 'columns':
      return { key: 'parts', count: block.columns.flat().length };
    case 'spacer':
      return { key: 'pixels', count: block.height };
    case 'divider':
      return { key: 'dividerNote' };
    case 'header':
      return { key: 'headerNote' };
    case 'social':
      return { key: 'socialNote' };
    case 'footer':
    default:
      return { words: plainWords(block.text, nameOf) };
  }
}

type NameOf = (name: string) => string;

function wordsOr(text: string, key: 'emptyWords' | 'emptyButton', nameOf: NameOf): Summary {
  return said(text, nameOf) ?? { key };
}

function said(text: string, nameOf: NameOf): { words: string } | null {
  const words = plainWords(text, nameOf);
  return words === '' ? null : { words };
}

/** The last part of an address, without what follows a question mark. */
function fileOf(url: string): string {
  return url.split(/[?#]/)[0]?.split('/').at(-1) ?? url;
}
