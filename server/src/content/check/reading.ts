import { isMail, shortText, smsParts } from '@augenblick/contract';
import { contrast, READABLE } from '../contrast.ts';
import { bare, type Check, mailOnly, saidIn, shortOnly, toShoppers } from './check.ts';

const SPAM =
  /\b(?:100 ?% gratis|garantiert gewinn\w*|geld zurück garantie|kostenlos anfordern|nur noch heute|sofort handeln|sie haben gewonnen|act now|risk[- ]free|you have won|guaranteed winner|click below|earn money|free money|cash bonus|viagra|casino)\b|€{2,}|\${2,}/i;

/** Gmail shows this much of a mail and hides the rest, the link to unsubscribe with it. */
export const CLIP_BYTES = 102 * 1024;

/** Longest texts that channels show without cutting. */
const SHORT_LIMITS: Readonly<Record<string, { title: number; text: number }>> = {
  push: { title: 50, text: 150 },
  inbox: { title: 80, text: 600 },
  telegram: { title: 120, text: 1000 },
  whatsapp: { title: 60, text: 1024 },
  staff: { title: 60, text: 300 },
};

const FORMAL = /\b(?:Sie|Ihnen|Ihre[mnrs]?|Ihr)\b/;
const INFORMAL = /\b(?:du|dich|dir|dein(?:e[mnrs]?)?)\b/i;

/** How it reads. */
export const READING_CHECKS: readonly Check[] = [
  {
    key: 'contrast',
    group: 'reading',
    severity: 'should',
    title: { de: 'Lesbare Farben', en: 'Colours can be read' },
    applies: mailOnly,
    look: ({ brand: { colours } }, say) => {
      if (contrast(colours.ink, colours.paper) >= READABLE) return;
      say(
        'brand.colours.ink',
        'Markenbild: Schrift und Papier sind sich zu ähnlich. Die Schrift wird in Mails nachgedunkelt.',
        'Brand kit: ink and paper are too much alike. The ink is darkened in mails.',
      );
    },
  },
  {
    key: 'headings',
    group: 'reading',
    severity: 'should',
    title: { de: 'Überschriften in Ordnung', en: 'Headings in order' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const { blocks } of wordings) {
        const levels = blocks.flatMap(({ block, field }) =>
          block.kind === 'heading' ? [{ level: block.level, field }] : [],
        );
        const [first] = levels;
        if (first !== undefined && first.level !== 1) {
          say(
            `${first.field}.level`,
            'Die erste Überschrift ist eine kleine. Machen Sie sie zur großen, damit Vorleseprogramme den Anfang finden.',
            'The first heading is a small one. Make it a large one so that screen readers find the beginning.',
          );
        }
        if (levels.filter(({ level }) => level === 1).length > 1) {
          say(
            `${levels.findLast(({ level }) => level === 1)?.field ?? ''}.level`,
            'Es gibt mehrere große Überschriften. Eine genügt; nehmen Sie für die anderen die kleine.',
            'There are several large headings. One is enough; use the small one for the others.',
          );
        }
      }
    },
  },
  {
    key: 'long_paragraphs',
    group: 'reading',
    severity: 'should',
    title: { de: 'Kurze Absätze', en: 'Short paragraphs' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const { texts } of wordings) {
        for (const { field, text, kind } of texts) {
          if (kind !== 'rich') continue;
          if (text.split(/\n\s*\n/).some((part) => bare(part).split(/\s+/).length > 110)) {
            say(
              field,
              'Ein Absatz hat mehr als 110 Wörter. Am Telefon ist das eine Wand; teilen Sie ihn.',
              'A paragraph has more than 110 words. On a phone that is a wall; divide it.',
            );
          }
        }
      }
    },
  },
  {
    key: 'address_form',
    group: 'reading',
    severity: 'should',
    title: { de: 'Du oder Sie, nicht beides', en: 'One form of address in German' },
    applies: toShoppers,
    look: ({ wordings, brand }, say) => {
      const [wrong, right] = brand.address === 'du' ? [FORMAL, 'du'] : [INFORMAL, 'Sie'];
      for (const { locale, texts } of wordings) {
        if (locale !== 'de') continue;
        for (const { field, text, kind } of texts) {
          if ((kind !== 'words' && kind !== 'rich') || !wrong.test(bare(text))) continue;
          say(
            field,
            `Laut Markenbild sprechen Sie Ihre Kundschaft mit „${right}“ an; hier steht es anders.`,
            `By your brand kit you address customers with “${right}”; here it is different.`,
          );
        }
      }
    },
  },
  {
    key: 'spam_words',
    group: 'delivery',
    severity: 'should',
    title: { de: 'Keine Spamwörter', en: 'No spam words' },
    applies: toShoppers,
    look: ({ wordings }, say) => {
      for (const wording of wordings) {
        const found = SPAM.exec(bare(saidIn(wording)))?.[0];
        if (found !== undefined) {
          say(
            wording.field,
            `„${found}“ kommt vor allem in Spam vor. Sagen Sie es anders.`,
            `“${found}” is mostly found in spam. Say it differently.`,
          );
        }
      }
    },
  },
  {
    key: 'clipping',
    group: 'delivery',
    severity: 'should',
    title: { de: 'Von Gmail nicht abgeschnitten', en: 'Not clipped by Gmail' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const { filled, field } of wordings) {
        if (filled === null || !('html' in filled)) continue;
        const bytes = Buffer.byteLength(filled.html);
        // Links that are followed are longer than those of the sample; a tenth is kept in reserve.
        if (bytes < CLIP_BYTES * 0.9) continue;
        say(
          `${field}.blocks`,
          `Die Mail hat ${Math.round(bytes / 1024)} kB. Gmail schneidet bei 102 kB ab, auch den Abmeldelink. Kürzen Sie sie.`,
          `The mail has ${Math.round(bytes / 1024)} kB. Gmail cuts at 102 kB, the link to unsubscribe with it. Shorten it.`,
        );
      }
    },
  },
  {
    key: 'short_length',
    group: 'delivery',
    severity: 'should',
    title: { de: 'Länge der Kurznachricht', en: 'Length of the short message' },
    applies: shortOnly,
    look: ({ wordings, draft }, say) => {
      const limit = SHORT_LIMITS[draft.channel];
      for (const { filled, field } of wordings) {
        if (filled === null || !('title' in filled) || limit === undefined) continue;
        if (filled.title.length > limit.title || filled.text.length > limit.text) {
          say(
            `${field}.text`,
            `Der Kanal zeigt etwa ${limit.title} Zeichen Titel und ${limit.text} Zeichen Text. Kürzen Sie.`,
            `The channel shows about ${limit.title} characters of title and ${limit.text} of text. Shorten it.`,
          );
        }
      }
    },
  },
  {
    key: 'sms_parts',
    group: 'delivery',
    severity: 'should',
    title: { de: 'Teile und Zeichen der SMS', en: 'Parts and signs of the SMS' },
    applies: ({ draft }) => draft.channel === 'sms',
    look: ({ wordings }, say) => {
      for (const { filled, field } of wordings) {
        if (filled === null || isMail(filled)) continue;
        const { parts, unicode } = smsParts(shortText(filled, false));
        if (parts <= 1) continue;
        say(
          `${field}.text`,
          `Die SMS besteht aus ${parts} Teilen und kostet ${parts}-mal so viel.${unicode ? ' Ein Sonderzeichen halbiert den Platz.' : ''}`,
          `The SMS takes ${parts} parts and costs ${parts} times as much.${unicode ? ' A special sign halves the room.' : ''}`,
        );
      }
    },
  },
];
