/** A shelf of the demo shop. */
export interface Category {
  id: string;
  en: string;
  de: string;
  /** Whole words (upper case) of the original description that put a product on this shelf. */
  words: readonly string[];
}

/** Takes what no word decides. */
const FALLBACK = 'decoration';

/**
 * The data names no categories, so they are derived: the first shelf of this table that has one of the
 * description's words wins. Order matters: a "Christmas candle" is Christmas, a "lunch bag" is a bag.
 */
export const CATEGORIES: readonly Category[] = [
  {
    id: 'christmas',
    en: 'Christmas',
    de: 'Weihnachten',
    words:
      words(`CHRISTMAS XMAS ADVENT SANTA REINDEER SNOWFLAKE SNOWMAN NOEL BAUBLE BAUBLES STOCKING
      ANGEL NATIVITY`),
  },
  {
    id: 'easter',
    en: 'Easter',
    de: 'Ostern',
    words: words('EASTER BUNNY CHICK CHICKS DAFFODIL'),
  },
  {
    id: 'jewellery',
    en: 'Jewellery',
    de: 'Schmuck',
    words:
      words(`NECKLACE BRACELET EARRING EARRINGS RING DIAMANTE BROOCH PENDANT BANGLE HAIR HAIRCLIP
      NECKLACE+BRACELET NECKL BRACELETS KEYRING LARIAT HAIRSLIDE`),
  },
  {
    id: FALLBACK,
    en: 'Decoration',
    de: 'Dekoration',
    words: words('SIGN SIGNS ORNAMENT CHALKBOARD SLATE'),
  },
  {
    id: 'bath',
    en: 'Bath & wellbeing',
    de: 'Bad & Wohlbefinden',
    words: words('BATH BATHROOM SOAP SPONGE WARMER TISSUES TISSUE TOWEL TOILET LIP HOT PLASTERS'),
  },
  {
    id: 'bags',
    en: 'Bags & purses',
    de: 'Taschen & Börsen',
    words: words(
      'BAG BAGS SHOPPER PURSE HANDBAG WALLET LUGGAGE PASSPORT UMBRELLA SUITCASE BACKPACK',
    ),
  },
  {
    id: 'lights',
    en: 'Lights & candles',
    de: 'Lichter & Kerzen',
    words:
      words(`CANDLE CANDLES LIGHT LIGHTS T-LIGHT T-LIGHTS TEALIGHT LANTERN LANTERNS LAMP INCENSE
      SCENTED CANDLEHOLDER CHANDELIER CANDELABRA CANDLESTICK NIGHTLIGHT`),
  },
  {
    id: 'party',
    en: 'Party',
    de: 'Feste & Feiern',
    words:
      words(`PARTY BUNTING BIRTHDAY BALLOON BALLOONS NAPKINS CASES GARLAND COCKTAIL CHAIN DOILIES
      DOILEYS STREAMER CONFETTI INVITES`),
  },
  {
    id: 'kids',
    en: 'Kids',
    de: 'Kinder',
    words:
      words(`CHILDRENS CHILDS KIDS TOY TOYS DOLL DOLLY GIRL GIRLS BOYS SPACEBOY DINOSAUR JIGSAW BABY
      GAME GAMES SNAP DOMINOES SOLDIER PUPPET SKIPPING CIRCUS HARMONICA LUDO CHILDREN NURSERY`),
  },
  {
    id: 'garden',
    en: 'Garden & outdoors',
    de: 'Garten & draußen',
    words:
      words(`GARDEN GARDENERS GARDENING WATERING PLANT PLANTER PARASOL PICNIC SHED POTTERING SEED
      SEEDS TROWEL HERB BIRDHOUSE FEEDER WINDMILL BEACH`),
  },
  {
    id: 'stationery',
    en: 'Stationery & crafts',
    de: 'Papier & Basteln',
    words: words(`CARD CARDS NOTEBOOK PENCIL PENCILS PEN PENS WRAP STICKER STICKERS STATIONERY PAPER
      MAGNETS RIBBON RIBBONS LETTER LETTERS TAPE TAG TAGS BOOK BOOKS CHALK ERASER ERASERS RULER SKETCHBOOK
      KIT SEWING FELTCRAFT ORIGAMI STAMP CALENDAR MEMO SCRAPBOOK ENVELOPE ENVELOPES NOTES`),
  },
  {
    id: 'kitchen',
    en: 'Kitchen & dining',
    de: 'Küche & Tisch',
    words:
      words(`CAKE CAKESTAND TEACUP TEACUPS CUP CUPS MUG MUGS BOWL BOWLS PLATE PLATES BAKING COOKIE
      JAM TEA COFFEE KITCHEN RECIPE CUTLERY SPOON SPOONS FORK APRON MOULD MOULDS JUG SAUCER TIN TINS
      SPICE PANTRY LUNCH SNACK BISCUIT JAR JARS BREAD EGG MILK BOTTLE TRAY COASTER COASTERS OVEN COSY
      FRYING NAPKIN DINER TUMBLER TUMBLERS POPCORN SCALES TEAPOT DISH PAN BAKEWARE TOAST SUGAR BEAKER
      GOBLET GLASSES WINE SALT PEPPER CUTTER CUTTERS WHISK`),
  },
  {
    id: 'home',
    en: 'Home & storage',
    de: 'Wohnen & Ordnen',
    words:
      words(`CABINET DRAWER DRAWERS CHEST CLOCK STORAGE HOOK HOOKS HANGER HANGERS RACK SHELF BASKET
      BOX BOXES DOORMAT CUSHION MIRROR STOOL CHAIR KNOB COVER RUG THROW QUILT BIN TIDY FRAME BLANKET
      TABLE CABINETS DOORSTOP CURTAIN`),
  },
];

/** Index of the shelf for an original description. */
export function categoryOf(description: string): number {
  const found = new Set(description.toUpperCase().split(/[\s,./()&]+/));
  const index = CATEGORIES.findIndex((category) => category.words.some((word) => found.has(word)));
  return index < 0 ? CATEGORIES.findIndex((category) => category.id === FALLBACK) : index;
}

function words(text: string): string[] {
  return text.split(/\s+/);
}
