import type { ShopGuide } from '@augenblick/contract/api/shop.ts';

type Pair = readonly [de: string, en: string];
const both = ([de, en]: Pair) => ({ de, en });

function guide(
  slug: string,
  category: string,
  minutes: number,
  [title, lead, ...steps]: readonly (Pair | readonly [Pair, Pair])[],
): ShopGuide {
  return {
    slug,
    category,
    minutes,
    title: both(title as Pair),
    lead: both(lead as Pair),
    steps: (steps as (readonly [Pair, Pair])[]).map(([head, body]) => ({
      title: both(head),
      text: both(body),
    })),
  };
}

/** How-to pages of the storefront, written for it. */
export const GUIDES: readonly ShopGuide[] = [
  guide('kerzen', 'lights', 5, [
    ['So brennen Kerzen sauber ab', 'How to make candles burn evenly'],
    [
      'Kein Tunnel, kein Ruß: fünf Minuten, die eine Kerze doppelt so lange halten lassen.',
      'No tunnel, no soot: five minutes that make a candle last twice as long.',
    ],
    [
      ['Docht kürzen', 'Trim the wick'],
      [
        'Vor jedem Anzünden auf einen halben Zentimeter. Ein langer Docht rußt und flackert.',
        'To half a centimetre before each lighting. A long wick soots and flickers.',
      ],
    ],
    [
      ['Lange genug brennen lassen', 'Let it burn long enough'],
      [
        'Beim ersten Mal, bis das Wachs bis zum Rand flüssig ist. Es merkt sich diese Grenze.',
        'The first time until the wax is liquid to the rim. It remembers that line.',
      ],
    ],
    [
      ['Tauchen statt pusten', 'Dip, do not blow'],
      [
        'Den Docht kurz ins Wachs drücken und wieder aufrichten: kein Qualm, und er zündet leicht.',
        'Push the wick into the wax and straighten it: no smoke, and it lights easily.',
      ],
    ],
  ]),
  guide('wimpelkette', 'party', 40, [
    ['Eine Wimpelkette selbst machen', 'Make your own bunting'],
    [
      'Aus Stoffresten, ohne Nähmaschine, an einem Nachmittag.',
      'From fabric scraps, without a sewing machine, in an afternoon.',
    ],
    [
      ['Dreiecke schneiden', 'Cut triangles'],
      [
        'Eine Schablone aus Karton, 16 cm breit und 20 cm hoch. Zwölf Wimpel reichen für drei Meter.',
        'A card template, 16 cm wide and 20 cm high. Twelve flags make three metres.',
      ],
    ],
    [
      ['Oben falten und kleben', 'Fold and glue the top'],
      [
        'Zwei Zentimeter über das Band legen und mit Textilkleber schließen.',
        'Fold two centimetres over the ribbon and close with fabric glue.',
      ],
    ],
    [
      ['Trocknen lassen und aufhängen', 'Let it dry and hang it'],
      [
        'Eine Stunde liegend. Dann hält es auch draußen.',
        'One hour lying flat. Then it holds outdoors, too.',
      ],
    ],
  ]),
  guide('backen', 'kitchen', 60, [
    ['Kekse, die beim Ausstechen nicht zerlaufen', 'Cookies that keep their shape'],
    [
      'Der Trick ist Kälte. Ein Grundrezept und drei Handgriffe.',
      'The trick is cold. One basic recipe and three moves.',
    ],
    [
      ['Teig kalt stellen', 'Chill the dough'],
      [
        'Eine Stunde, flach ausgerollt zwischen zwei Bögen Papier.',
        'One hour, rolled flat between two sheets of paper.',
      ],
    ],
    [
      ['Ausstecher in Mehl', 'Flour the cutter'],
      [
        'Vor jedem dritten Keks. Gerade herunterdrücken, nicht drehen.',
        'Before every third cookie. Press straight, do not twist.',
      ],
    ],
    [
      ['Noch einmal kühlen', 'Chill again'],
      [
        'Das Blech für zehn Minuten, dann bei 180 °C in den heißen Ofen.',
        'The tray for ten minutes, then into a hot oven at 180 °C.',
      ],
    ],
  ]),
  guide('bilderwand', 'home', 45, [
    ['Eine Bilderwand hängen, ohne sich zu verbohren', 'Hang a picture wall without extra holes'],
    [
      'Erst auf dem Boden legen, dann mit Papier an die Wand – und erst dann bohren.',
      'Lay it on the floor, then paper on the wall – and only then drill.',
    ],
    [
      ['Auf dem Boden legen', 'Lay it out'],
      [
        'Das größte Bild nicht in die Mitte, sondern eine Handbreit daneben.',
        'The largest picture not in the centre but a hand’s width beside it.',
      ],
    ],
    [
      ['Papier statt Rahmen', 'Paper instead of frames'],
      [
        'Rahmen abzeichnen, ausschneiden, mit Kreppband kleben. Einen Tag hängen lassen.',
        'Trace the frames, cut, stick with masking tape. Leave for a day.',
      ],
    ],
    [
      ['Auf Augenhöhe', 'At eye level'],
      [
        'Die Mitte der ganzen Wand auf 1,50 m. Abstände gleich, etwa vier Finger.',
        'The centre of the whole wall at 1.50 m. Equal gaps, about four fingers.',
      ],
    ],
  ]),
  guide('geschenk-einpacken', 'stationery', 10, [
    ['Ein Geschenk einpacken, ohne Klebestreifen', 'Wrap a present without tape'],
    [
      'Mit einem Tuch oder Papier und einem Knoten, der hält.',
      'With a cloth or paper and a knot that holds.',
    ],
    [
      ['Schräg hinlegen', 'Place it at an angle'],
      [
        'Das Tuch auf die Spitze drehen, die Schachtel in die Mitte.',
        'Turn the cloth on its point, the box in the centre.',
      ],
    ],
    [
      ['Zwei Ecken darüber', 'Fold two corners'],
      [
        'Erst die nahe, dann die ferne, Ränder nach innen.',
        'First the near one, then the far one, edges inside.',
      ],
    ],
    [
      ['Knoten und Schleife', 'Knot and bow'],
      [
        'Die übrigen Ecken fest ziehen, zweimal knoten, Enden zupfen.',
        'Pull the other corners tight, knot twice, tease the ends.',
      ],
    ],
  ]),
  guide('kraeuter', 'garden', 20, [
    ['Kräuter, die auf der Fensterbank bleiben', 'Herbs that survive the window sill'],
    [
      'Weniger Wasser, größerer Topf, richtig schneiden.',
      'Less water, a bigger pot, the right cut.',
    ],
    [
      ['Umtopfen am ersten Tag', 'Repot on day one'],
      [
        'Der Topf aus dem Laden ist zu klein. Einer mit Loch und zwei Fingern Luft.',
        'The shop’s pot is too small. Take one with a hole and two fingers of room.',
      ],
    ],
    [
      ['Von unten gießen', 'Water from below'],
      [
        'Zehn Minuten im Teller, Rest weg. Die Erde darf oben trocken sein.',
        'Ten minutes in a saucer, pour the rest away. The top may be dry.',
      ],
    ],
    [
      ['Über dem Blattpaar schneiden', 'Cut above a pair of leaves'],
      ['Dort treibt die Pflanze doppelt aus.', 'That is where the plant grows two shoots.'],
    ],
  ]),
  guide('waermflasche', 'bath', 5, [
    ['Eine Wärmflasche richtig füllen', 'Fill a hot-water bottle properly'],
    ['Warm bis zum Morgen und ohne Risiko.', 'Warm until morning and safe.'],
    [
      ['Nicht kochend', 'Not boiling'],
      [
        '60 °C sind genug; kochendes Wasser macht das Gummi spröde.',
        '60 °C is enough; boiling water makes rubber brittle.',
      ],
    ],
    [
      ['Zwei Drittel voll', 'Two thirds full'],
      [
        'Dann flach hinlegen und die Luft hinausdrücken, erst dann schließen.',
        'Lay it flat, press out the air, and only then close it.',
      ],
    ],
    [
      ['Offen aufbewahren', 'Store it open'],
      ['Hängend und ohne Stöpsel trocknen lassen.', 'Let it dry hanging and without the stopper.'],
    ],
  ]),
  guide('adventskranz', 'christmas', 60, [
    ['Ein Adventskranz in einer Stunde', 'An advent wreath in an hour'],
    ['Ein Ring, grüne Zweige, vier Kerzen, Draht.', 'A ring, green twigs, four candles, wire.'],
    [
      ['Kleine Büschel binden', 'Tie small bunches'],
      [
        'Handlang, drei bis vier Zweige, mit Draht umwickeln.',
        'A hand long, three or four twigs, wrapped with wire.',
      ],
    ],
    [
      ['Im Kreis legen', 'Lay them in a circle'],
      [
        'Jedes Büschel verdeckt den Draht des vorigen.',
        'Each bunch hides the wire of the one before.',
      ],
    ],
    [
      ['Kerzen fest setzen', 'Set the candles firmly'],
      [
        'Halter mit zwei Spießen, nie auf Zweige kleben. Nicht allein brennen lassen.',
        'Holders with two spikes, never glued to twigs. Never leave burning alone.',
      ],
    ],
  ]),
];
