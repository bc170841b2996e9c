/** What a dry run cannot know, in words. Pure. */
import type { JourneyDraft, JourneyNodeType } from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import type { Told } from './dry-facts.ts';

/** Sentences for what the figures leave out or take otherwise than it was; none where they are those of earnest. */
export function dryRunNotes(
  { entries, nodes, audience, exits, reentry }: JourneyDraft,
  { late }: Pick<Told, 'late'>,
): Words[] {
  const notes: Words[] = [];
  const replayed = new Set(['event', 'segment', 'signal', 'moment']);
  if (entries.some(({ type }) => !replayed.has(type)))
    notes.push({
      de: 'Eintritte nach Datum, Zeitplan, Bestand, Preis oder Schnittstelle lassen sich nicht nachspielen; sie fehlen in den Zahlen.',
      en: 'Ways in by date, schedule, stock, price or interface cannot be played; they are missing from the figures.',
    });
  const asks =
    audience !== null ||
    exits.some(({ type }) => type === 'condition') ||
    nodes.some((node) => node.type === 'branch' && node.on === 'shopper');
  if (asks)
    notes.push({
      de: 'Bedingungen an die Person werden nach dem Stand von heute beantwortet, nicht nach dem von damals.',
      en: 'Conditions on the person are answered as of today, not as of then.',
    });
  if (nodes.some(({ type }) => type === 'send'))
    notes.push({
      de: 'Gezählt wird, was in Auftrag gegeben worden wäre. Einwilligung, Ruhezeit und Höchstzahlen hätten einen Teil davon zurückgehalten.',
      en: 'Counted is what would have been asked for. Consent, quiet hours and limits would have kept back some of it.',
    });
  const has = (...types: JourneyNodeType[]): boolean =>
    nodes.some(({ type }) => types.includes(type));
  if (late === 1)
    notes.push({
      de: 'Ein Ereignis kam erst später herein. Hier zählt es, als wäre es gleich da gewesen.',
      en: 'One event came in later. Here it counts as if it had been there at once.',
    });
  if (late > 1)
    notes.push({
      de: `${late} Ereignisse kamen erst später herein. Hier zählen sie, als wären sie gleich da gewesen.`,
      en: `${late} events came in later. Here they count as if they had been there at once.`,
    });
  if (entries.some(({ type }) => type === 'moment'))
    notes.push({
      de: 'Momente zählen von ihrem Beginn an und so, wie sie zuletzt eingeschätzt wurden.',
      en: 'Moments count from their beginning, and as they were judged last.',
    });
  if (reentry.mode !== 'always')
    notes.push({
      de: 'Wer schon vor diesem Zeitraum dabei war, zählt hier als neu.',
      en: 'Whoever took part before this time counts as new here.',
    });
  if (has('decide'))
    notes.push({
      de: 'Schritte, die Passendes auswählen, gehen hier immer den Weg „nichts passt“.',
      en: 'Steps that choose what fits always go the way “nothing fits” here.',
    });
  if (has('code'))
    notes.push({
      de: 'Gutscheincodes gehen hier nie aus.',
      en: 'Offer codes never run out here.',
    });
  if (has('start_journey', 'end_journey', 'profile'))
    notes.push({
      de: 'Was dieser Ablauf bei anderen Strecken oder in Segmenten auslöst, wird nicht mitgespielt.',
      en: 'What this sets off in other journeys or in segments is not played along.',
    });
  return notes;
}
