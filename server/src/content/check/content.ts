import { always, bare, type Check, mailOnly, type Placed, saidIn, toShoppers } from './check.ts';

/** Words of the shelf and of designers that must not go out. */
const DUMMY =
  /lorem ipsum|\bTODO\b|\bXXX+\b|\bTBD\b|Worum es geht|What this is about|am Tresen sagen würde|would say at the counter/i;

const EMOJI = /\p{Extended_Pictographic}/gu;

/** The text without which a block says nothing. */
function neededText(block: Placed['block']): { name: string; text: string } | undefined {
  const { kind } = block;
  if (kind === 'heading' || kind === 'text' || kind === 'points') {
    return { name: 'text', text: block.text };
  }
  if (kind === 'button') return { name: 'label', text: block.label };
  return kind === 'question' ? { name: 'question', text: block.question } : undefined;
}

/** What a message says. */
export const CONTENT_CHECKS: readonly Check[] = [
  {
    key: 'subject',
    group: 'content',
    severity: 'must',
    title: { de: 'Betreff vorhanden', en: 'There is a subject' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const { content, field } of wordings) {
        if (content.kind === 'mail' && content.subject.trim() === '') {
          say(
            `${field}.subject`,
            'Der Betreff fehlt. Schreiben Sie, worum es geht.',
            'The subject is missing. Write what it is about.',
          );
        }
      }
    },
  },
  {
    key: 'subject_length',
    group: 'content',
    severity: 'should',
    title: { de: 'Länge des Betreffs', en: 'Length of the subject' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const { content, filled, field } of wordings) {
        if (content.kind !== 'mail' || filled === null || !('subject' in filled)) continue;
        if (filled.subject.length > 60) {
          say(
            `${field}.subject`,
            `Der Betreff hat ${filled.subject.length} Zeichen; auf dem Telefon sieht man etwa 40. Stellen Sie das Wichtigste nach vorn.`,
            `The subject has ${filled.subject.length} characters; a phone shows about 40. Put what matters first.`,
          );
        }
      }
    },
  },
  {
    key: 'subject_shouting',
    group: 'content',
    severity: 'should',
    title: { de: 'Ton des Betreffs', en: 'Tone of the subject' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const { content, field } of wordings) {
        if (content.kind !== 'mail') continue;
        const subject = bare(content.subject);
        const loud =
          /[!?]{2,}|!.*!/.test(subject) || /\b\p{Lu}{4,}\b.*\b\p{Lu}{4,}\b/u.test(subject);
        if (loud || (subject.match(EMOJI)?.length ?? 0) > 1) {
          say(
            `${field}.subject`,
            'Der Betreff klingt laut. Großbuchstaben, mehrere Ausrufezeichen oder Bildchen landen eher im Spam.',
            'The subject sounds loud. Capitals, several exclamation marks or pictures land in spam more easily.',
          );
        }
      }
    },
  },
  {
    key: 'preheader',
    group: 'content',
    severity: 'should',
    title: { de: 'Vorschauzeile', en: 'Preview line' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const { content, field } of wordings) {
        if (content.kind !== 'mail') continue;
        const line = content.preheader.trim();
        if (line === '') {
          say(
            `${field}.preheader`,
            'Die Vorschauzeile fehlt. Sie steht im Postfach neben dem Betreff; schreiben Sie den zweiten Satz hinein.',
            'The preview line is missing. It stands beside the subject in the inbox; write the second sentence there.',
          );
        } else if (line === content.subject.trim()) {
          say(
            `${field}.preheader`,
            'Die Vorschauzeile wiederholt den Betreff. Nutzen Sie sie für etwas Neues.',
            'The preview line repeats the subject. Use it for something new.',
          );
        }
      }
    },
  },
  {
    key: 'text',
    group: 'content',
    severity: 'must',
    title: { de: 'Inhalt vorhanden', en: 'There is something to say' },
    applies: always,
    look: ({ wordings }, say) => {
      for (const { content, field, blocks } of wordings) {
        const empty =
          content.kind === 'short'
            ? content.text.trim() === ''
            : !blocks.some(
                ({ block }) =>
                  !['header', 'footer', 'spacer', 'divider', 'social', 'columns'].includes(
                    block.kind,
                  ),
              );
        if (empty) {
          say(
            content.kind === 'short' ? `${field}.text` : `${field}.blocks`,
            'Hier steht noch nichts. Fügen Sie einen Text hinzu.',
            'There is nothing here yet. Add a text.',
          );
        }
      }
    },
  },
  {
    key: 'empty_blocks',
    group: 'content',
    severity: 'must',
    title: { de: 'Keine leeren Bausteine', en: 'No empty blocks' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const { blocks } of wordings) {
        for (const { block, field } of blocks) {
          const own = neededText(block);
          if (own === undefined || own.text.trim() !== '') continue;
          say(
            `${field}.${own.name}`,
            'Dieser Baustein ist leer. Füllen oder entfernen Sie ihn.',
            'This block is empty. Fill it or remove it.',
          );
        }
      }
    },
  },
  {
    key: 'dummy_text',
    group: 'content',
    severity: 'must',
    title: { de: 'Keine Platzhaltertexte', en: 'No dummy texts' },
    applies: always,
    look: ({ wordings }, say) => {
      for (const { texts } of wordings) {
        for (const { field, text } of texts) {
          if (DUMMY.test(text)) {
            say(
              field,
              'Hier steht noch ein Mustertext. Ersetzen Sie ihn.',
              'There is still a dummy text here. Replace it.',
            );
          }
        }
      }
    },
  },
  {
    key: 'placeholders',
    group: 'content',
    severity: 'must',
    title: { de: 'Platzhalter lesbar', en: 'Placeholders can be read' },
    applies: always,
    look: ({ compiling }, say) => {
      for (const { field, words } of compiling.problems) say(field, words.de, words.en);
    },
  },
  {
    key: 'leaks',
    group: 'content',
    severity: 'must',
    title: { de: 'Nichts Rohes im Ergebnis', en: 'Nothing raw in the result' },
    applies: always,
    look: ({ wordings, compiling }, say) => {
      if (compiling.compiled === null) return;
      for (const { filled, field } of wordings) {
        const raw = filled === null || /\{\{|\{%|%\}|\}\}/.test(Object.values(filled).join('\n'));
        if (raw) {
          say(
            field,
            'Im fertigen Text bliebe ein Platzhalter stehen. Prüfen Sie geschweifte Klammern.',
            'A placeholder would be left in the finished text. Check the curly brackets.',
          );
        }
      }
    },
  },
  {
    key: 'fallbacks',
    group: 'content',
    severity: 'should',
    title: { de: 'Ersatz für Unbekanntes', en: 'Words for what is not known' },
    applies: always,
    look: ({ wordings }, say) => {
      for (const { texts } of wordings) {
        for (const { field, text, kind } of texts) {
          // A button without an address is left out; nothing stands in its place.
          if (kind === 'address') continue;
          const open = /\{\{\s*((?:event|traits)\.[\w.]+)\s*\}\}/.exec(text)?.[1];
          if (open !== undefined) {
            say(
              field,
              `„${open}“ kann fehlen; dann bleibt die Stelle leer. Mit „| default: "…"“ steht dort ein Ersatz.`,
              `“${open}” can be missing; the place stays empty then. With “| default: "…"” other words stand there.`,
            );
          }
        }
      }
    },
  },
  {
    key: 'code_without_voucher',
    group: 'content',
    severity: 'should',
    title: { de: 'Code nur, wenn es einen gibt', en: 'A code only when there is one' },
    applies: always,
    look: ({ wordings }, say) => {
      for (const { blocks, texts } of wordings) {
        const guarded = new Set(
          blocks.filter(({ block }) => block.onlyWith === 'code').map(({ field }) => field),
        );
        for (const { field, text } of texts) {
          if (!/\{\{\s*code\b/.test(text)) continue;
          if ([...guarded].some((at) => field.startsWith(`${at}.`))) continue;
          say(
            field,
            'Hier steht ein Code, auch wenn die Person keinen hat. Zeigen Sie den Baustein „nur mit code“ oder nehmen Sie den Gutschein-Baustein.',
            'A code stands here even when the person has none. Show the block “only with code”, or use the voucher block.',
          );
        }
      }
    },
  },
  {
    key: 'products_chosen',
    group: 'content',
    severity: 'must',
    title: { de: 'Artikel ausgewählt', en: 'Products are chosen' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const { blocks } of wordings) {
        for (const { block, field } of blocks) {
          if (
            block.kind === 'products' &&
            block.source === 'chosen' &&
            block.productIds.length === 0
          ) {
            say(
              `${field}.productIds`,
              'Es ist noch kein Artikel ausgewählt.',
              'No product is chosen yet.',
            );
          }
        }
      }
    },
  },
  {
    key: 'question_answers',
    group: 'content',
    severity: 'must',
    title: { de: 'Antworten zur Frage', en: 'Answers to the question' },
    applies: ({ wordings }) =>
      wordings.some(({ blocks }) => blocks.some(({ block }) => block.kind === 'question')),
    look: ({ wordings }, say) => {
      for (const { blocks } of wordings) {
        for (const { block, field } of blocks) {
          if (block.kind !== 'question' || block.scale !== 'choice') continue;
          if (block.options.filter((option) => option.trim() !== '').length < 2) {
            say(
              `${field}.options`,
              'Eine Auswahl braucht mindestens zwei Antworten.',
              'A choice needs at least two answers.',
            );
          }
        }
      }
    },
  },
  {
    key: 'languages',
    group: 'content',
    severity: 'should',
    title: { de: 'Beide Sprachen gleich aufgebaut', en: 'Both languages built alike' },
    applies: toShoppers,
    look: ({ wordings }, say) => {
      for (const german of wordings.filter(({ locale }) => locale === 'de')) {
        const english = wordings.find(
          ({ locale, variant }) => locale === 'en' && variant === german.variant,
        );
        if (english === undefined) continue;
        const kinds = (of: typeof german): string =>
          of.blocks.map(({ block }) => block.kind).join();
        if (kinds(german) !== kinds(english)) {
          say(
            `${english.field}.blocks`,
            'Deutsch und Englisch haben verschiedene Bausteine. Prüfen Sie, ob einer fehlt.',
            'German and English have different blocks. Check whether one is missing.',
          );
        } else if (saidIn(german).trim().length > 40 && saidIn(german) === saidIn(english)) {
          say(
            english.field,
            'Der englische Text ist derselbe wie der deutsche. Übersetzen Sie ihn.',
            'The English text is the same as the German one. Translate it.',
          );
        }
      }
    },
  },
  {
    key: 'variants',
    group: 'content',
    severity: 'should',
    title: { de: 'Varianten unterscheiden sich', en: 'Variants differ' },
    applies: ({ draft }) => draft.variants.length > 0,
    look: ({ draft }, say) => {
      const own = JSON.stringify(draft.contents);
      draft.variants.forEach(({ contents }, i) => {
        if (JSON.stringify(contents) === own) {
          say(
            `variants.${i}`,
            'Diese Variante sagt dasselbe wie die erste. Ändern Sie eines, etwa den Betreff.',
            'This variant says the same as the first. Change one thing, such as the subject.',
          );
        }
      });
    },
  },
];
