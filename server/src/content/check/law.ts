import { brandFindings } from '../brand.ts';
import { bare, type Check, mailOnly, saidIn } from './check.ts';

/** Words that sell. In a service message they make it advertising, which needs consent. */
const ADVERTISING =
  /\b(?:rabatt\w*|gutschein\w*|sale|angebote?n?|aktion(?:en|scode)?|schnäppchen|jetzt kaufen|sparen sie|spar dir|discount|voucher|coupon|special offer|% off|buy now|save (?:up to )?\d)/i;

/** Without an imprint no advertising leaves; a confirmation or an order still must. */
function imprintCheck(severity: 'must' | 'should'): Check {
  const basis = severity === 'must' ? 'marketing' : 'service';
  return {
    key: severity === 'must' ? 'imprint' : 'imprint_service',
    group: 'law',
    severity,
    title: { de: 'Impressum vollständig', en: 'Imprint complete' },
    applies: ({ draft }) => draft.channel === 'mail' && draft.basis === basis,
    look: ({ brand }, say) => {
      for (const { check, severity: weight, words } of brandFindings(brand)) {
        if (check === 'imprint' && weight === 'must') {
          say('brand.imprint', `Markenbild: ${words.de}`, `Brand kit: ${words.en}`);
        }
      }
    },
  };
}

/** What the law wants. */
export const LAW_CHECKS: readonly Check[] = [
  {
    key: 'footer',
    group: 'law',
    severity: 'must',
    title: { de: 'Abmeldung und Impressum', en: 'Unsubscribe and imprint' },
    applies: ({ draft }) => draft.channel === 'mail',
    look: ({ wordings, draft }, say) => {
      for (const { blocks, field } of wordings) {
        const last = blocks.filter(({ block }) => block.kind === 'footer');
        if (last.length === 0) {
          const marketing = draft.basis === 'marketing';
          say(
            `${field}.blocks`,
            marketing
              ? 'Der Fuß mit Impressum und Abmeldelink fehlt. Werbung ohne ihn ist unzulässig. Fügen Sie ihn hinzu.'
              : 'Der Fuß mit dem Impressum fehlt. Auch geschäftliche Mails brauchen es. Fügen Sie ihn hinzu.',
            marketing
              ? 'The footer with imprint and link to unsubscribe is missing. Advertising without it is not allowed. Add it.'
              : 'The footer with the imprint is missing. Business mails need it, too. Add it.',
          );
        } else if (last.some(({ block }) => block.onlyWith !== null)) {
          say(
            `${last[0]?.field ?? field}.onlyWith`,
            'Der Fuß muss immer zu sehen sein. Nehmen Sie die Bedingung heraus.',
            'The footer must always be shown. Take its condition away.',
          );
        }
      }
    },
  },
  imprintCheck('must'),
  imprintCheck('should'),
  {
    key: 'objection',
    group: 'law',
    severity: 'must',
    title: { de: 'Weg, sich abzumelden', en: 'A way to object' },
    applies: ({ draft }) =>
      draft.basis === 'marketing' && ['sms', 'whatsapp', 'telegram'].includes(draft.channel),
    look: ({ wordings }, say) => {
      for (const { content, field } of wordings) {
        if (content.kind !== 'short') continue;
        if (/links\.(?:unsubscribe|preferences)|\bSTOPP?\b|\/stop\b/.test(content.text)) continue;
        say(
          `${field}.text`,
          'Werbung muss sagen, wie man sie abbestellt. Ergänzen Sie „Stopp: Antwort STOP“ oder {{ links.unsubscribe }}.',
          'Advertising must say how to end it. Add “Reply STOP to end” or {{ links.unsubscribe }}.',
        );
      }
    },
  },
  {
    key: 'service_is_service',
    group: 'law',
    severity: 'must',
    title: { de: 'Servicenachricht ohne Werbung', en: 'Service message without advertising' },
    applies: ({ draft }) => draft.basis === 'service',
    look: ({ wordings }, say) => {
      for (const wording of wordings) {
        const sells = wording.blocks.find(({ block }) =>
          ['recommendations', 'voucher'].includes(block.kind),
        );
        if (sells !== undefined || ADVERTISING.test(bare(saidIn(wording)))) {
          say(
            sells?.field ?? wording.field,
            'Eine Servicenachricht geht ohne Einwilligung hinaus und darf nicht werben. Nehmen Sie Angebote und Empfehlungen heraus.',
            'A service message leaves without consent and must not advertise. Take offers and recommendations out.',
          );
        }
      }
    },
  },
  {
    key: 'sender',
    group: 'law',
    severity: 'should',
    title: { de: 'Absender erkennbar', en: 'The sender can be recognised' },
    applies: mailOnly,
    look: ({ brand }, say) => {
      if (brand.sender.name.trim() === '') {
        say(
          'brand.sender.name',
          'Markenbild: Der Name des Absenders fehlt. Schreiben Sie, wie Ihre Kundschaft Sie kennt.',
          'Brand kit: the sender’s name is missing. Write it as your customers know you.',
        );
      }
    },
  },
  {
    key: 'short_sender',
    group: 'law',
    severity: 'should',
    title: { de: 'Kurznachricht nennt den Laden', en: 'Short message names the shop' },
    applies: ({ draft }) => ['sms', 'whatsapp', 'telegram'].includes(draft.channel),
    look: ({ wordings, brand }, say) => {
      for (const { filled, field } of wordings) {
        if (filled === null || !('title' in filled)) continue;
        const said = `${filled.title} ${filled.text}`.toLowerCase();
        if (brand.name === '' || said.includes(brand.name.toLowerCase()) || said.includes('laden'))
          continue;
        say(
          `${field}.text`,
          'Aus der Nachricht geht nicht hervor, von wem sie kommt. Nennen Sie den Laden mit {{ shop.name }}.',
          'The message does not say who it is from. Name the shop with {{ shop.name }}.',
        );
      }
    },
  },
];
