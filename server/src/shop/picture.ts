/**
 * Drawings that stand for product pictures: a thing on a quiet ground, recognised by the words of its English name, in
 * the colours and with the pattern the name tells. No picture of anybody's is used.
 */

/** Width and height of a drawing in pixels, as mails carry it: twice what they show. */
const PIXELS = 400;

/** The drawing as PNG: mail programs show no SVG. */
export async function asPng(drawing: string): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(drawing), { density: 144 })
    .resize(PIXELS, PIXELS, { fit: 'inside' })
    .png({ palette: true })
    .toBuffer();
}

/** Ground, main colour, second colour and line, by the words that name them. */
const COLOURS: readonly (readonly [RegExp, string, string])[] = [
  [/\bred|retro ?spot|ruby|strawberr/i, '#c8503f', '#f3d9d0'],
  [/\bpink|rose|fairy|cherry/i, '#d9849a', '#f6e1e4'],
  [/\bblue|sea|skull|denim/i, '#4f7ea8', '#dce7ef'],
  [/\bgreen|woodland|leaf|garden|apple|cactus/i, '#5d8a66', '#e0eadd'],
  [/\byellow|lemon|sun|gold|honey|chick|easter/i, '#d3a03a', '#f5ead0'],
  [/\bpurple|lavender|violet|plum/i, '#8a6fae', '#e7e1ef'],
  [/\bblack|chalk|zinc|silver|metal|grey|gray/i, '#5f6368', '#e6e4e0'],
  [/\bwhite|ivory|cream|vintage|lace|natural|wood/i, '#b9a489', '#f0e9de'],
  [/\bchristmas|reindeer|santa|advent/i, '#a33d3a', '#efe0d6'],
  [/\bpaisley|indian|regency|orange|spice/i, '#cf7a3c', '#f5e3d3'],
];
const REST = [
  ['#c06a4f', '#f3e1d7'],
  ['#557f7c', '#dde9e6'],
  ['#9a7b4f', '#efe6d6'],
  ['#7c6a9c', '#e6e1ee'],
  ['#b0596b', '#f1dfe1'],
  ['#5b7a52', '#e1e9db'],
] as const;

/** Shapes on a field of 200 × 200, standing on y = 158. `F` is filled with colour or pattern, `L` is a line, `A` is pale. */
type Shape = readonly [kind: 'F' | 'L' | 'A', path: string][];

const SHAPES: Readonly<Record<string, Shape>> = {
  mug: [
    ['F', 'M58 80h70v62a16 16 0 0 1-16 16H74a16 16 0 0 1-16-16z'],
    ['L', 'M128 94h12a18 18 0 0 1 0 36h-12'],
    ['A', 'M58 80h70v8H58z'],
  ],
  bowl: [
    ['F', 'M44 98h112a56 56 0 0 1-40 54v6H84v-6a56 56 0 0 1-40-54z'],
    ['A', 'M44 98h112v7H44z'],
  ],
  plate: [
    ['F', 'M100 52a54 54 0 1 0 .1 0z'],
    ['A', 'M100 76a30 30 0 1 0 .1 0z'],
  ],
  teapot: [
    ['F', 'M60 104a40 36 0 0 1 80 0v20a32 34 0 0 1-80 0z'],
    ['L', 'M60 118c-18 0-22-20-34-26M140 100c22-6 26 34 0 36M88 70h24'],
    ['F', 'M100 58a7 7 0 1 0 .1 0z'],
  ],
  cakestand: [
    ['F', 'M38 128h124v9H38zM58 92h84v8H58zM76 58h48v7H76z'],
    ['L', 'M100 48v110M80 158h40'],
    ['A', 'M70 137h60v-9H70z'],
  ],
  bag: [
    ['F', 'M56 88h88l8 70H48z'],
    ['L', 'M76 96V78a24 24 0 0 1 48 0v18'],
    ['A', 'M50 142h100l2 16H48z'],
  ],
  purse: [
    ['F', 'M50 96a50 40 0 0 1 100 0v46a14 14 0 0 1-14 14H64a14 14 0 0 1-14-14z'],
    ['L', 'M66 80h68M94 72l6 8 6-8'],
    ['A', 'M50 112h100v6H50z'],
  ],
  candle: [
    ['F', 'M82 86h36v72H82z'],
    ['L', 'M100 86V74'],
    ['A', 'M100 46c10 12 8 26 0 27c-8-1-10-15 0-27z'],
  ],
  tealight: [
    ['F', 'M58 112h84l-8 40a7 7 0 0 1-7 6H73a7 7 0 0 1-7-6z'],
    ['A', 'M100 66c12 16 9 34 0 36c-9-2-12-20 0-36z'],
    ['L', 'M64 112a36 12 0 0 1 72 0'],
  ],
  lantern: [
    ['F', 'M68 84h64v70H68z'],
    ['L', 'M84 62a16 16 0 0 1 32 0M62 84l38-26 38 26M60 158h80'],
    ['A', 'M80 96h40v46H80z'],
  ],
  bunting: [
    ['L', 'M26 66c50 26 98 26 148 0'],
    ['F', 'M36 70l26 10-8 34zM74 83l28 3-12 36zM112 86l28-5-8 36zM146 79l22-10 2 34z'],
  ],
  lights: [
    ['L', 'M22 70c52 40 104 40 156 0M50 86v14M86 98v14M122 98v14M154 84v14'],
    [
      'F',
      'M50 98a12 14 0 1 0 .1 0zM86 110a12 14 0 1 0 .1 0zM122 110a12 14 0 1 0 .1 0zM154 96a12 14 0 1 0 .1 0z',
    ],
  ],
  clock: [
    ['F', 'M100 50a52 52 0 1 0 .1 0z'],
    ['A', 'M100 62a40 40 0 1 0 .1 0z'],
    ['L', 'M100 102V76M100 102l18 10M66 58l-10-10M134 58l10-10'],
  ],
  frame: [
    ['F', 'M52 54h96v104H52z'],
    ['A', 'M66 68h68v76H66z'],
    ['L', 'M66 132l22-26 16 18 12-12 18 20'],
  ],
  cushion: [
    ['F', 'M52 62c32 8 64 8 96 0c-6 30-6 62 0 92c-32-8-64-8-96 0c6-30 6-62 0-92z'],
    ['L', 'M100 100v16M92 108h16'],
  ],
  umbrella: [
    [
      'F',
      'M36 104a64 56 0 0 1 128 0c-11-10-22-10-32 0c-11-10-22-10-32 0c-10-10-21-10-32 0c-10-10-21-10-32 0z',
    ],
    ['L', 'M100 104v42a10 10 0 0 0 20 0M100 48v-8'],
  ],
  box: [
    ['F', 'M46 92h108v66H46z'],
    ['A', 'M40 76h120v20H40z'],
    ['L', 'M100 76v82M100 76c-30-34-44-6 0 0c44-6 30-34 0 0'],
  ],
  card: [
    ['A', 'M48 70h104v80H48z'],
    ['F', 'M48 70l52 46 52-46z'],
    ['L', 'M48 70h104v80H48z'],
  ],
  paper: [
    ['F', 'M60 60h20v98H60zM120 60h20v98h-20z'],
    ['A', 'M84 60h32v98H84z'],
    ['L', 'M60 60h80v98H60zM70 80h60'],
  ],
  book: [
    ['F', 'M52 62h84a12 12 0 0 1 12 12v84H64a12 12 0 0 1-12-12z'],
    ['A', 'M64 146h84v12H64z'],
    ['L', 'M78 84h44M78 98h30'],
  ],
  bottle: [
    [
      'F',
      'M84 84h32c14 10 18 24 18 40v20a14 14 0 0 1-14 14H80a14 14 0 0 1-14-14v-20c0-16 4-30 18-40z',
    ],
    ['A', 'M86 60h28v18H86z'],
    ['L', 'M82 84h36'],
  ],
  basket: [
    ['F', 'M42 96h116l-12 62H54z'],
    ['L', 'M58 96a42 44 0 0 1 84 0M70 96l4 62M100 96v62M130 96l-4 62'],
    ['A', 'M38 92h124v10H38z'],
  ],
  mat: [
    ['F', 'M36 84h128v66H36z'],
    ['A', 'M48 96h104v42H48z'],
    ['L', 'M70 117h60'],
  ],
  sign: [
    ['F', 'M40 80h120v56H40z'],
    ['L', 'M64 80l36-26 36 26'],
    ['A', 'M54 94h92v28H54z'],
  ],
  heart: [
    ['F', 'M100 154c-64-42-58-88-28-88c16 0 24 12 28 22c4-10 12-22 28-22c30 0 36 46-28 88z'],
    ['L', 'M100 66c0-10 2-16 6-22'],
  ],
  bauble: [
    ['F', 'M100 68a46 46 0 1 0 .1 0z'],
    ['A', 'M91 54h18v14H91z'],
    ['L', 'M100 54V40M58 114c28 12 56 12 84 0'],
  ],
  egg: [
    ['F', 'M100 52c30 0 42 44 42 66a42 40 0 0 1-84 0c0-22 12-66 42-66z'],
    ['L', 'M60 112c14-10 26 10 40 0s26 10 40 0'],
  ],
  jewel: [
    ['L', 'M52 62c8 60 88 60 96 0'],
    ['F', 'M100 108l20 22-20 28-20-28z'],
    ['A', 'M68 92a7 7 0 1 0 .1 0zM132 92a7 7 0 1 0 .1 0z'],
  ],
  toy: [
    ['F', 'M60 96a40 36 0 0 1 80 0v40a22 22 0 0 1-22 22H82a22 22 0 0 1-22-22z'],
    ['F', 'M58 66a14 14 0 1 0 .1 0zM142 66a14 14 0 1 0 .1 0z'],
    ['A', 'M82 118h36v20a18 18 0 0 1-36 0z'],
    ['L', 'M86 98h.1M114 98h.1'],
  ],
  plant: [
    ['F', 'M66 112h68l-8 46H74z'],
    [
      'L',
      'M100 112V64M100 92c-26 0-32-14-34-26c22 0 32 10 34 26M100 82c22 0 30-14 32-26c-22 0-30 12-32 26',
    ],
    ['A', 'M62 106h76v10H62z'],
  ],
  tin: [
    ['F', 'M58 78h84v72a8 8 0 0 1-8 8H66a8 8 0 0 1-8-8z'],
    ['A', 'M52 64h96v18H52z'],
    ['L', 'M76 112h48M86 126h28'],
  ],
  bird: [
    ['F', 'M54 116c0-30 26-46 50-40c6-16 30-16 34 2l16 8-16 6c0 44-30 58-54 54c-20-4-30-16-30-30z'],
    ['L', 'M92 158v-10M108 158v-10M70 112c14 16 30 14 40 0'],
    ['A', 'M124 80h.1'],
  ],
  jar: [
    ['F', 'M66 86h68v62a10 10 0 0 1-10 10H76a10 10 0 0 1-10-10z'],
    ['A', 'M70 66h60v18H70z'],
    ['L', 'M80 108h40v26H80z'],
  ],
};

/** The first word that fits says what it is; the particular before the general. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/cake ?stand|cakestand|tier/i, 'cakestand'],
  [/teapot|tea pot|coffee pot/i, 'teapot'],
  [/lunch|shopper|jumbo bag|tote|\bbag\b|bags\b/i, 'bag'],
  [/purse|wallet|pouch|passport/i, 'purse'],
  [/t-?light|tealight|votive|candle ?holder/i, 'tealight'],
  [/candle|incense/i, 'candle'],
  [/lantern|lamp|night ?light/i, 'lantern'],
  [/fairy lights|string lights|light garland|lights/i, 'lights'],
  [/bunting|garland|banner/i, 'bunting'],
  [/hot water|bottle/i, 'bottle'],
  [/clock|timer/i, 'clock'],
  [/picture frame|photo frame|\bframe|cornice|mirror/i, 'frame'],
  [/cushion|pillow/i, 'cushion'],
  [/umbrella|parasol/i, 'umbrella'],
  [/mug|cup|beaker/i, 'mug'],
  [/plate|saucer|dish|tray|platter/i, 'plate'],
  [/bowl|colander|basin/i, 'bowl'],
  [/doormat|door mat|\bmat\b|rug/i, 'mat'],
  [/sign|plaque|blackboard|chalkboard|hook/i, 'sign'],
  [/jam|jar|storage pot/i, 'jar'],
  [/tin\b|tins|canister|caddy|bucket/i, 'tin'],
  [/basket|picnic|hamper/i, 'basket'],
  [/card|invite|envelope|postcard/i, 'card'],
  [/wrap|ribbon|tissue|paper|napkin|doil/i, 'paper'],
  [/book|diary|journal|notebook|calendar/i, 'book'],
  [/heart|love/i, 'heart'],
  [/bauble|christmas|star|snow/i, 'bauble'],
  [/egg|easter|bunny|rabbit/i, 'egg'],
  [/necklace|bracelet|earring|ring|bead|charm/i, 'jewel'],
  [/toy|doll|robot|bear|soft|jigsaw|game/i, 'toy'],
  [/bird|owl|hen|chicken|duck|dove/i, 'bird'],
  [/plant|flower|garden|herb|pot\b/i, 'plant'],
  [/box|case|chest|drawer|cabinet|set/i, 'box'],
];

/** When no word fits. */
const BY_CATEGORY: Readonly<Record<string, string>> = {
  christmas: 'bauble',
  easter: 'egg',
  jewellery: 'jewel',
  decoration: 'heart',
  bath: 'bottle',
  bags: 'bag',
  lights: 'lantern',
  party: 'bunting',
  kids: 'toy',
  garden: 'plant',
  stationery: 'card',
  kitchen: 'mug',
  home: 'frame',
};

/** A number from a text, always the same. */
export function seedOf(text: string): number {
  let seed = 2_166_136_261;
  for (const sign of text) seed = Math.imul(seed ^ (sign.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  return seed;
}

/** The drawing of a product as an SVG document. Pure. */
export function drawPicture(product: { id: string; name: string; category: string }): string {
  const { id, name, category } = product;
  const named = COLOURS.find(([words]) => words.test(name));
  const [rest = REST[0]] = [REST[seedOf(id) % REST.length]];
  const [main, ground] = named ? [named[1], named[2]] : rest;
  const which = WORDS.find(([words]) => words.test(name))?.[1] ?? BY_CATEGORY[category] ?? 'box';
  const pattern = patternOf(name);
  const fill = pattern === '' ? main : 'url(#p)';
  const parts = (SHAPES[which] ?? []).map(([kind, d]) =>
    kind === 'F'
      ? `<path d="${d}" fill="${fill}"/>`
      : kind === 'A'
        ? `<path d="${d}" fill="#fff" fill-opacity=".72"/>`
        : `<path d="${d}" fill="none" stroke="${main}" stroke-width="6"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" stroke-linecap="round" stroke-linejoin="round"><defs><pattern id="p" width="22" height="22" patternUnits="userSpaceOnUse"><path d="M0 0h22v22H0z" fill="${main}"/>${pattern}</pattern></defs><path d="M0 0h200v200H0z" fill="${ground}"/><ellipse cx="100" cy="160" rx="66" ry="7" fill="${main}" fill-opacity=".16"/>${parts.join('')}</svg>`;
}

function patternOf(name: string): string {
  const pale = 'fill="#fff" fill-opacity=".8"';
  if (/spot|dot/i.test(name))
    return `<circle cx="6" cy="6" r="3.6" ${pale}/><circle cx="17" cy="17" r="3.6" ${pale}/>`;
  if (/strip|gingham|check/i.test(name)) return `<path d="M0 0h9v22H0z" ${pale}/>`;
  if (/flor|rose|flower|paisley|daisy/i.test(name))
    return `<g ${pale}><circle cx="11" cy="7" r="3"/><circle cx="15" cy="11" r="3"/><circle cx="11" cy="15" r="3"/><circle cx="7" cy="11" r="3"/></g>`;
  if (/star|skull|leaf|heart|union/i.test(name)) return `<path d="M11 5l6 6-6 6-6-6z" ${pale}/>`;
  return '';
}
