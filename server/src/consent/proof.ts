import type { ConsentFactView, ConsentStateView } from '@augenblick/contract/api/consent.ts';
import { escapeHtml } from '../runtime/index.ts';
import { CHANNEL_WORDS, type Language, PURPOSE_WORDS, STATE_WORDS, timeText } from './words.ts';

/** What a proof of consent shows. */
export interface ConsentProof {
  retailer: string;
  /** The shopper as known: name, and identifiers in plain text. */
  shopper: { id: string; name: string | null; identities: readonly string[] };
  present: readonly ConsentStateView[];
  facts: readonly ConsentFactView[];
  /** When the page was made (ms). */
  at: number;
  by: string;
}

const TEXTS = {
  title: { de: 'Nachweis der Einwilligungen', en: 'Proof of consent' },
  shopper: { de: 'Person', en: 'Person' },
  known: { de: 'Bekannt unter', en: 'Known by' },
  present: { de: 'Stand heute', en: 'As it stands today' },
  none: { de: 'Es liegt keine Erklärung vor.', en: 'There is no statement.' },
  statements: { de: 'Alle Erklärungen', en: 'All statements' },
  state: { de: 'Erklärung', en: 'Statement' },
  since: { de: 'seit', en: 'since' },
  at: { de: 'Zeitpunkt der Erklärung', en: 'Time of the statement' },
  received: { de: 'Eingegangen', en: 'Received' },
  wording: { de: 'Wortlaut', en: 'Wording' },
  version: { de: 'Fassung', en: 'Version' },
  method: { de: 'Weg', en: 'Method' },
  place: { de: 'Ort (Formular, Seite, Filiale)', en: 'Place (form, page, store)' },
  staff: { de: 'Aufgenommen von', en: 'Taken down by' },
  ip: { de: 'IP-Adresse', en: 'IP address' },
  userAgent: { de: 'Browser', en: 'Browser' },
  source: { de: 'Quelle', en: 'Source' },
  event: { de: 'Ereignis', en: 'Event' },
  made: { de: 'Erstellt am', en: 'Made on' },
  by: { de: 'von', en: 'by' },
  missing: { de: 'nicht angegeben', en: 'not given' },
} as const;

/** Looks of a page to print; also of the proof of one sign-up. */
export const PROOF_STYLE = `
  @page { margin: 18mm; }
  body { font: 15px/1.5 system-ui, sans-serif; color: #1d1d1b; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
  .fact { border-top: 1px solid #c9c4bb; padding: .75rem 0; break-inside: avoid; }
  h3 { font-size: 1rem; margin: 0 0 .25rem; }
  dl { display: grid; grid-template-columns: 14rem 1fr; gap: .1rem 1rem; margin: 0; }
  dt { color: #5f5a52; } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
  footer { margin-top: 2rem; border-top: 1px solid #c9c4bb; padding-top: .5rem; color: #5f5a52; font-size: .85rem; }
`;

/**
 * A page to print or save as PDF: everything that is kept about what a shopper agreed to. Complete in itself, without a
 * script or a file from elsewhere; every value is escaped.
 */
export function proofPage(proof: ConsentProof, language: Language): string {
  const text = (key: keyof typeof TEXTS) => TEXTS[key][language];
  const present = proof.present.map((entry) => {
    const words = `${what(entry, language)}: ${STATE_WORDS[entry.state][language]}`;
    return `<li>${escapeHtml(words)} (${text('since')} ${escapeHtml(timeText(entry.at, language))})</li>`;
  });
  const facts = proof.facts.map((fact) => factSection(fact, language));
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${escapeHtml(text('title'))}</title><style>${PROOF_STYLE}</style></head>
<body>
<header><h1>${escapeHtml(text('title'))}</h1><p>${escapeHtml(proof.retailer)}</p></header>
<dl><dt>${text('shopper')}</dt><dd>${escapeHtml(proof.shopper.name ?? proof.shopper.id)}</dd>
<dt>${text('known')}</dt><dd>${escapeHtml(proof.shopper.identities.join('\n') || '–')}</dd></dl>
<h2>${text('present')}</h2>
${present.length > 0 ? `<ul>${present.join('')}</ul>` : `<p>${text('none')}</p>`}
<h2>${text('statements')}</h2>
${facts.join('\n') || `<p>${text('none')}</p>`}
<footer>${text('made')} ${escapeHtml(timeText(proof.at, language))} ${text('by')} ${escapeHtml(proof.by)}.
${escapeHtml(proof.shopper.id)}</footer>
</body>
</html>
`;
}

function factSection(fact: ConsentFactView, language: Language): string {
  const text = (key: keyof typeof TEXTS) => TEXTS[key][language];
  const rows: [keyof typeof TEXTS, string | null][] = [
    ['state', STATE_WORDS[fact.state][language]],
    ['at', timeText(fact.at, language)],
    ['received', fact.receivedAt === null ? null : timeText(fact.receivedAt, language)],
    ['wording', fact.wording],
    ['version', fact.wordingVersion],
    ['method', fact.method],
    ['place', fact.place],
    ['staff', fact.staff],
    ['ip', fact.ip],
    ['userAgent', fact.userAgent],
    ['source', fact.source?.name ?? null],
    ['event', fact.eventId],
  ];
  const list = rows.map(
    ([key, value]) => `<dt>${text(key)}</dt><dd>${escapeHtml(value ?? text('missing'))}</dd>`,
  );
  return `<section class="fact"><h3>${escapeHtml(what(fact, language))}</h3><dl>${list.join('')}</dl></section>`;
}

function what(
  { purpose, channel }: Pick<ConsentFactView, 'purpose' | 'channel'>,
  language: Language,
) {
  const how = channel === 'any' ? '' : ` ${CHANNEL_WORDS[channel][language]}`;
  return PURPOSE_WORDS[purpose][language] + how;
}
