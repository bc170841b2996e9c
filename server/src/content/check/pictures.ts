import { absolute, originOf } from '../address.ts';
import { bare, type Check, type CheckContext, mailOnly, type Placed, saidIn } from './check.ts';

type PictureBlock = Extract<Placed['block'], { kind: 'picture' | 'gif' | 'video' }>;

function each(
  { wordings }: CheckContext,
  work: (block: PictureBlock, field: string) => void,
): void {
  for (const { blocks } of wordings) {
    for (const { block, field } of blocks) {
      if (block.kind === 'picture' || block.kind === 'gif' || block.kind === 'video') {
        work(block, field);
      }
    }
  }
}

const hasPictures = (context: CheckContext): boolean => {
  let any = false;
  each(context, () => (any = true));
  return any;
};

/** Pictures and what they say. */
export const PICTURE_CHECKS: readonly Check[] = [
  {
    key: 'picture_missing',
    group: 'pictures',
    severity: 'must',
    title: { de: 'Bilder ausgewählt', en: 'Pictures are chosen' },
    applies: hasPictures,
    look: (context, say) => {
      each(context, ({ url }, field) => {
        if (
          url.trim() !== '' &&
          absolute(url.replace(/\{\{[\s\S]*?\}\}/g, 'x'), context.places) !== ''
        )
          return;
        say(
          `${field}.url`,
          'Hier fehlt das Bild. Wählen Sie eines aus oder entfernen Sie den Baustein.',
          'The picture is missing here. Choose one or remove the block.',
        );
      });
    },
  },
  {
    key: 'alt_missing',
    group: 'pictures',
    severity: 'must',
    title: {
      de: 'Bilder mit Link haben eine Beschreibung',
      en: 'Linked pictures have a description',
    },
    applies: hasPictures,
    look: (context, say) => {
      each(context, ({ alt, link }, field) => {
        if (alt.trim() !== '' || link.trim() === '') return;
        say(
          `${field}.alt`,
          'Wer das Bild nicht sieht, weiß nicht, wohin der Klick führt. Beschreiben Sie es in ein paar Worten.',
          'Whoever does not see the picture does not know where the click leads. Describe it in a few words.',
        );
      });
    },
  },
  {
    key: 'alt_decorative',
    group: 'pictures',
    severity: 'should',
    title: { de: 'Beschreibung der Bilder', en: 'Description of pictures' },
    applies: hasPictures,
    look: (context, say) => {
      each(context, ({ alt, link }, field) => {
        if (alt.trim() === '' && link.trim() === '') {
          say(
            `${field}.alt`,
            'Ohne Beschreibung gilt das Bild als Schmuck. Zeigt es etwas Wichtiges, schreiben Sie es dazu.',
            'Without a description the picture counts as decoration. If it shows something that matters, say so.',
          );
        } else if (alt.length > 150 || /\.(?:jpe?g|png|gif|webp)$|^(?:IMG|DSC)[_-]?\d/i.test(alt)) {
          say(
            `${field}.alt`,
            'Die Beschreibung ist ein Dateiname oder sehr lang. Ein kurzer Satz genügt.',
            'The description is a file name or very long. One short sentence is enough.',
          );
        }
      });
    },
  },
  {
    key: 'picture_foreign',
    group: 'pictures',
    severity: 'should',
    title: { de: 'Bilder vom eigenen Ort', en: 'Pictures from your own place' },
    applies: hasPictures,
    look: (context, say) => {
      each(context, ({ url }, field) => {
        const from = originOf(url.trim());
        const own = [context.places.origin, context.brand.shopUrl].map((one) => originOf(one));
        if (from === undefined || own.includes(from)) return;
        say(
          `${field}.url`,
          'Das Bild liegt bei jemand anderem, der es ändern kann und sieht, wer die Mail öffnet. Laden Sie es hier hoch.',
          'The picture lies with somebody else, who can change it and sees who opens the mail. Upload it here.',
        );
      });
    },
  },
  {
    key: 'picture_kind',
    group: 'pictures',
    severity: 'should',
    title: { de: 'Bildformate, die alle zeigen', en: 'Formats that all programs show' },
    applies: hasPictures,
    look: (context, say) => {
      each(context, ({ url }, field) => {
        if (!/\.(?:svg|webp|avif|heic|tiff?|bmp)(?:[?#]|$)/i.test(url.trim())) return;
        say(
          `${field}.url`,
          'Dieses Bildformat zeigen nicht alle Mailprogramme. JPEG, PNG und GIF gehen überall.',
          'Not all mail programs show this format. JPEG, PNG and GIF work everywhere.',
        );
      });
    },
  },
  {
    key: 'only_pictures',
    group: 'pictures',
    severity: 'should',
    title: { de: 'Text neben Bildern', en: 'Text beside pictures' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const wording of wordings) {
        const pictures = wording.blocks.filter(({ block }) =>
          ['picture', 'gif', 'video'].includes(block.kind),
        );
        if (pictures.length > 0 && bare(saidIn(wording)).trim().length < 150) {
          say(
            `${wording.field}.blocks`,
            'Die Mail besteht fast nur aus Bildern. Ohne geladene Bilder bleibt sie leer, und Spamfilter werten sie ab.',
            'The mail is almost nothing but pictures. Without them it is empty, and spam filters mark it down.',
          );
        }
      }
    },
  },
];
