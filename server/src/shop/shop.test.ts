import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { GUIDES } from './guides.ts';
import { asPng, drawPicture } from './picture.ts';
import { kilometres, openAt, placeOf, STORE_PLACES, storesFor } from './stores.ts';
import { CATEGORY_TEXTS } from './texts.ts';

const [altstadt, , london] = STORE_PLACES;
if (!altstadt || !london) throw new Error('stores are missing');

describe('opening hours', () => {
  it('are those of the clock on the wall, in summer and winter', () => {
    // Saturday, 18:00 closing: 17:30 in Nuremberg is 16:30 UTC in winter, 15:30 in summer.
    expect(openAt(altstadt, Date.UTC(2026, 10, 21, 16, 30))).toEqual({ open: true, changesIn: 30 });
    expect(openAt(altstadt, Date.UTC(2026, 6, 18, 15, 30))).toEqual({ open: true, changesIn: 30 });
    // Closed on Sunday: opens on Monday at ten.
    expect(openAt(altstadt, Date.UTC(2026, 10, 22, 11, 0))).toEqual({
      open: false,
      changesIn: 1320,
    });
    expect(openAt(london, Date.UTC(2026, 10, 22, 11, 0))).toEqual({ open: true, changesIn: 360 });
  });

  it('change when they say so, minute by minute of any week', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 * 1440 }), (minute) => {
        const now = Date.UTC(2026, 10, 2) + minute * 60_000;
        const { open, changesIn } = openAt(altstadt, now);
        expect(openAt(altstadt, now + (changesIn ?? 0) * 60_000).open).toBe(!open);
        if ((changesIn ?? 0) > 1)
          expect(openAt(altstadt, now + ((changesIn ?? 0) - 1) * 60_000).open).toBe(open);
      }),
    );
  });

  it('a store without hours never opens', () => {
    const hours = Array.from({ length: 7 }, () => null);
    expect(openAt({ zone: 'UTC', hours }, 0)).toEqual({ open: false, changesIn: null });
  });
});

describe('places', () => {
  it('are found as people write them', () => {
    for (const text of ['Nürnberg', 'nuernberg', 'NÜRN', 'nurnberg'])
      expect(placeOf(text)?.name).toBe('Nürnberg');
    expect(placeOf('München')?.name).toBe('München');
    expect(placeOf('x')).toBeUndefined();
    expect(placeOf('Atlantis')).toBeUndefined();
  });

  it('order the stores by distance', () => {
    expect(storesFor(0, placeOf('Kiel'))[0]?.id).toBe('hafen');
    expect(storesFor(0, placeOf('Edinburgh'))[0]?.id).toBe('london');
    expect(kilometres({ lat: 49.452, lon: 11.077 }, { lat: 53.551, lon: 9.994 })).toBeCloseTo(
      462,
      0,
    );
  });
});

it('every category has texts, and every guide it names exists', () => {
  const slugs = new Set(GUIDES.map(({ slug }) => slug));
  for (const { guide } of Object.values(CATEGORY_TEXTS))
    if (guide !== null) expect(slugs).toContain(guide);
  for (const { category } of GUIDES) expect(Object.keys(CATEGORY_TEXTS)).toContain(category);
});

it('a drawing holds nothing of the name and is the same each time', () => {
  const product = { id: '85123A', name: '<script>Red Spot Mug', category: 'kitchen' };
  const svg = drawPicture(product);
  expect(svg).toBe(drawPicture(product));
  expect(svg).not.toContain('script');
  expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 200 200"/);
});

it('a drawing is a PNG for mails, large enough for sharp screens, small enough to be sent', async () => {
  const png = await asPng(drawPicture({ id: '85123A', name: 'Red Spot Mug', category: 'kitchen' }));
  const { format, width, height } = await sharp(png).metadata();
  expect({ format, width, height }).toEqual({ format: 'png', width: 400, height: 400 });
  expect(png.length).toBeLessThan(20_000);
});
