import { type BlockDefinition, type BlockOf, row, wordsCell } from './block.ts';
import { shopAddress } from '../address.ts';

/** The logo, or the retailer's name where there is none; leads to the shop. */
export const header: BlockDefinition<BlockOf<'header'>> = {
  kind: 'header',
  words: { de: 'Kopf mit Logo', en: 'Header with logo' },
  fresh: () => ({ kind: 'header', align: 'left' }),
  texts: () => [],
  html: ({ align }, pen) => {
    const { brand, places } = pen.sheet;
    const home = shopAddress(places) || places.origin;
    const href = pen.fixed(home);
    if (brand.logo !== null && brand.logo.url !== '') {
      const alt = pen.fixed(brand.logo.alt || brand.name);
      const src = pen.source('logo', brand.logo.url);
      return row(
        pen,
        `<mj-image src="${src}" alt="${alt}" href="${href}" width="${brand.logo.width}px" align="${align}" padding="0" />`,
        '24px 24px 16px',
      );
    }
    const name = `<a class="k" href="${href}" style="color:${pen.colours.ink};text-decoration:none;font-weight:700" target="_blank">${pen.fixed(brand.name)}</a>`;
    return row(pen, wordsCell(pen, name, { align, size: 20 }), '24px 24px 16px');
  },
  text: (_block, pen) => `${pen.fixed(pen.sheet.brand.name)}\n`,
};
