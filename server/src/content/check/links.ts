import { absolute, originOf } from '../address.ts';
import { readMarkup } from '../markup.ts';
import {
  bare,
  type Check,
  type CheckContext,
  mailOnly,
  toShoppers,
  type Wording,
} from './check.ts';

/** An address in a message: where it stands and the words that lead there, where there are any. */
interface Link {
  field: string;
  url: string;
  words: string;
}

/** Every address a wording names, empty ones left out. */
function linksOf({ texts }: Wording): Link[] {
  return texts.flatMap(({ field, text, kind }): Link[] => {
    if (kind === 'address') return text.trim() === '' ? [] : [{ field, url: text, words: '' }];
    if (kind !== 'rich') return [];
    return [...text.matchAll(/\[([^[\]\n]+)\]\(([^()\s]+)\)/g)].map((match) => ({
      field,
      words: match[1] ?? '',
      url: match[2] ?? '',
    }));
  });
}

/** The address with sample words in its placeholders, as far as needed to judge it. */
function sampled(url: string): string {
  const alone = /^\s*\{\{[^{}]*\}\}\s*$/.test(url);
  return alone ? '/' : url.replace(/\{\{[\s\S]*?\}\}/g, 'x').replace(/\{%[\s\S]*?%\}/g, '');
}

const SHORTENERS =
  /^https?:\/\/(?:www\.)?(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|buff\.ly|cutt\.ly|rb\.gy)\//i;
const NOWHERE =
  /^https?:\/\/(?:localhost|127\.|10\.|192\.168\.|\[?::1|[^/]*\.(?:local|test|invalid|example)(?:[:/]|$)|(?:www\.)?example\.(?:com|org|net))/i;
const EMPTY_WORDS =
  /^(?:hier|hier klicken|klick(?:en)?(?: sie)? hier|mehr|link|here|click here|more|read more|weiterlesen)$/i;

function each({ wordings }: CheckContext, work: (link: Link, wording: Wording) => void): void {
  for (const wording of wordings) for (const link of linksOf(wording)) work(link, wording);
}

/** Where a message leads. */
export const LINK_CHECKS: readonly Check[] = [
  {
    key: 'link_missing',
    group: 'links',
    severity: 'must',
    title: { de: 'Schaltflächen führen irgendwohin', en: 'Buttons lead somewhere' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const { blocks } of wordings) {
        for (const { block, field } of blocks) {
          const open =
            (block.kind === 'button' || block.kind === 'question') && block.url.trim() === '';
          const film = block.kind === 'video' && block.link.trim() === '';
          if (open || film) {
            say(
              `${field}.${film ? 'link' : 'url'}`,
              'Die Adresse fehlt. Geben Sie an, wohin der Klick führt.',
              'The address is missing. Say where the click leads.',
            );
          }
        }
      }
    },
  },
  {
    key: 'link_broken',
    group: 'links',
    severity: 'must',
    title: { de: 'Adressen lassen sich öffnen', en: 'Addresses can be opened' },
    applies: () => true,
    look: (context, say) => {
      each(context, ({ field, url }) => {
        const withShop = {
          ...context.places,
          shopUrl: context.brand.shopUrl || 'https://x.invalid',
        };
        if (absolute(sampled(url), withShop) === '') {
          say(
            field,
            `„${url.slice(0, 80)}“ ist keine Adresse, die sich öffnen lässt. Sie beginnt mit https:// oder mit /.`,
            `“${url.slice(0, 80)}” is no address that can be opened. It begins with https:// or with /.`,
          );
        }
      });
    },
  },
  {
    key: 'shop_url',
    group: 'links',
    severity: 'must',
    title: { de: 'Adresse des Shops bekannt', en: 'Address of the shop known' },
    applies: toShoppers,
    look: (context, say) => {
      if (context.brand.shopUrl.trim() !== '') return;
      each(context, ({ field, url }) => {
        if (!/^[/?#]/.test(sampled(url).trim())) return;
        say(
          field,
          'Der Link führt in Ihren Shop, dessen Adresse noch fehlt. Tragen Sie sie im Markenbild ein.',
          'The link leads to your shop, whose address is still missing. Enter it in the brand kit.',
        );
      });
    },
  },
  {
    key: 'link_insecure',
    group: 'links',
    severity: 'should',
    title: { de: 'Links verschlüsselt', en: 'Links are encrypted' },
    applies: toShoppers,
    look: (context, say) => {
      each(context, ({ field, url }) => {
        if (!/^http:\/\//i.test(url.trim())) return;
        say(
          field,
          'Der Link ist nicht verschlüsselt (http). Nehmen Sie https, sonst warnen Mailprogramme.',
          'The link is not encrypted (http). Use https, or mail programs will warn.',
        );
      });
    },
  },
  {
    key: 'link_nowhere',
    group: 'links',
    severity: 'must',
    title: { de: 'Keine Beispieladressen', en: 'No example addresses' },
    applies: toShoppers,
    look: (context, say) => {
      each(context, ({ field, url }) => {
        if (!NOWHERE.test(sampled(url).trim())) return;
        say(
          field,
          'Diese Adresse erreicht niemand außerhalb Ihres Rechners. Ersetzen Sie sie durch die echte.',
          'Nobody outside of your computer reaches this address. Replace it by the real one.',
        );
      });
    },
  },
  {
    key: 'link_shortener',
    group: 'links',
    severity: 'should',
    title: { de: 'Keine Kurzlink-Dienste', en: 'No link shorteners' },
    applies: toShoppers,
    look: (context, say) => {
      each(context, ({ field, url }) => {
        if (!SHORTENERS.test(url.trim())) return;
        say(
          field,
          'Kurzlinks verbergen das Ziel; Spamfilter werten das ab. Nehmen Sie die ganze Adresse.',
          'Short links hide where they lead; spam filters mark that down. Use the whole address.',
        );
      });
    },
  },
  {
    key: 'link_words',
    group: 'links',
    severity: 'should',
    title: { de: 'Links sagen, wohin sie führen', en: 'Links say where they lead' },
    applies: mailOnly,
    look: (context, say) => {
      for (const { texts } of context.wordings) {
        for (const { field, text, kind } of texts) {
          const labels =
            kind === 'rich'
              ? [...text.matchAll(/\[([^[\]\n]+)\]\([^()\s]+\)/g)].map((match) => match[1] ?? '')
              : /\.(?:label|button)$/.test(field)
                ? [text]
                : [];
          for (const label of labels.filter((one) => EMPTY_WORDS.test(bare(one).trim()))) {
            say(
              field,
              `„${label}“ sagt nicht, wohin es geht. Schreiben Sie zum Beispiel „Zu den Lampen“.`,
              `“${label}” does not say where it leads. Write for instance “See the lamps”.`,
            );
          }
        }
      }
    },
  },
  {
    key: 'link_disguised',
    group: 'links',
    severity: 'must',
    title: { de: 'Links führen, wohin sie sagen', en: 'Links lead where they say' },
    applies: mailOnly,
    look: (context, say) => {
      each(context, ({ field, url, words }) => {
        const shown = originOf(words.trim().replace(/^www\./i, 'https://www.'));
        const real = originOf(absolute(sampled(url), context.places));
        const bareHost = (one: string): string => one.replace(/^https?:\/\/(?:www\.)?/, '');
        if (shown === undefined || real === undefined || bareHost(shown) === bareHost(real)) return;
        say(
          field,
          'Die Worte zeigen eine andere Adresse als der Link. So etwas tun Betrugsmails; Filter sperren es.',
          'The words show another address than the link. Fraudulent mails do that; filters block it.',
        );
      });
    },
  },
  {
    key: 'many_links',
    group: 'links',
    severity: 'should',
    title: { de: 'Nicht zu viele Links', en: 'Not too many links' },
    applies: mailOnly,
    look: ({ wordings }, say) => {
      for (const { filled, field } of wordings) {
        if (filled !== null && filled.links.length > 30) {
          say(
            `${field}.blocks`,
            `Die Mail führt an ${filled.links.length} Stellen. Weniger Auswahl wird öfter geklickt.`,
            `The mail leads to ${filled.links.length} places. Fewer choices are clicked more often.`,
          );
        }
      }
    },
  },
  {
    key: 'next_step',
    group: 'links',
    severity: 'should',
    title: { de: 'Ein nächster Schritt', en: 'A next step' },
    applies: ({ draft }) => draft.channel === 'mail' && draft.basis === 'marketing',
    look: ({ wordings }, say) => {
      for (const { filled, field, texts } of wordings) {
        const leads =
          (filled?.links.length ?? 1) > 0 ||
          // To answer is a step, too.
          texts.some(({ text }) => /antwort|\banswer\b|\breply\b/i.test(text)) ||
          texts.some(({ kind, text }) => kind === 'rich' && readMarkup(text).links.length > 0);
        if (!leads) {
          say(
            `${field}.blocks`,
            'Die Mail führt nirgendwohin. Fügen Sie eine Schaltfläche hinzu.',
            'The mail leads nowhere. Add a button.',
          );
        }
      }
    },
  },
];
