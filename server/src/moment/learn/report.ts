import type { MomentKind } from '@augenblick/contract';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import { evidenceText } from '../words.ts';
import type { Learned, Moved } from './learn.ts';
import type { PaceFound } from './paced.ts';

/** What a run found, as it is kept. */
export interface LearningReport {
  weights: Pick<
    Learned,
    'reason' | 'shoppers' | 'outcomes' | 'before' | 'after' | 'judgedOn' | 'certainty' | 'moved'
  >;
  pace: Pick<PaceFound, 'better' | 'limits' | 'falseBefore' | 'falseAfter' | 'judgedOn'>;
}

/** The report of a run, without the models. */
export function reportOf(weights: Learned, pace: PaceFound): LearningReport {
  const { reason, shoppers, outcomes, before, after, judgedOn, certainty, moved } = weights;
  const { better, limits, falseBefore, falseAfter } = pace;
  return {
    weights: { reason, shoppers, outcomes, before, after, judgedOn, certainty, moved },
    pace: { better, limits, falseBefore, falseAfter, judgedOn: pace.judgedOn },
  };
}

const FOR_KIND: Readonly<Record<MomentKind, Words>> = {
  know: { de: 'Wissen', en: 'knowing' },
  go: { de: 'Hingehen', en: 'going' },
  do: { de: 'Tun', en: 'doing' },
  buy: { de: 'Kaufen', en: 'buying' },
};

/** The report in sentences for the shopkeeper. */
export function reportWords({ weights, pace }: LearningReport): Words[] {
  const words = [verdict(weights)];
  if (weights.reason === 'better') words.push(...weights.moved.slice(0, 4).map(movedWords));
  words.push(paceVerdict(pace));
  if (pace.better)
    words.push(
      ...pace.limits
        .filter(({ before, after }) => Math.abs(after - before) >= 3)
        .slice(0, 4)
        .map(({ step, device, n, before, after }) => ({
          de: `Schritt ${stepName(step).de}, ${device === 'phone' ? 'Handy' : 'Computer'}: ab ${after} Sekunden statt ab ${before} (${german(n)} Durchgänge gemessen).`,
          en: `Step ${stepName(step).en}, ${device === 'phone' ? 'phone' : 'computer'}: from ${after} seconds instead of ${before} (${english(n)} measured).`,
        })),
    );
  return words;
}

function verdict(found: LearningReport['weights']): Words {
  const { reason, shoppers, judgedOn, before, after } = found;
  const gain = Math.round((100 * (before - after)) / Math.max(1e-9, before));
  const verdicts: Readonly<Record<typeof reason, Words>> = {
    better: {
      de: `Aus ${german(shoppers)} Besuchern neu gelernt: Was jemand als Nächstes tut, wird jetzt um ${gain} % genauer vorhergesagt, geprüft an ${german(judgedOn)} anderen Besuchern.`,
      en: `Learned anew from ${english(shoppers)} visitors: what somebody does next is now foretold ${gain} % more exactly, checked on ${english(judgedOn)} other visitors.`,
    },
    no_gain: {
      de: `Die Zeichen von ${german(shoppers)} Besuchern bestätigen die geltenden Gewichte; neue wären nicht sicher besser. Es bleibt, wie es ist.`,
      en: `The signs of ${english(shoppers)} visitors confirm the weights in force; new ones would not be better for certain. Nothing changes.`,
    },
    unusable: {
      de: 'Die neu gelernten Gewichte wären nicht brauchbar. Es bleibt, wie es ist.',
      en: 'The weights learned anew could not be used. Nothing changes.',
    },
    too_few: {
      de: `Bisher lassen sich ${german(shoppers)} Besucher auswerten. Für eigene Gewichte sind etwa 200 nötig; bis dahin gelten die Grundwerte.`,
      en: `So far ${english(shoppers)} visitors can be evaluated. Weights of your own need about 200; until then the standard ones hold.`,
    },
  };
  return verdicts[reason];
}

function movedWords({ code, kind, from, to }: Moved): Words {
  const sign = evidenceText({ code, params: {} });
  const more = to > from;
  const against = to < 0;
  const de = against
    ? `spricht ${more ? 'nicht mehr so stark' : 'stärker'} gegen`
    : `spricht ${more ? 'stärker' : 'schwächer'} für`;
  const en = against
    ? `speaks ${more ? 'less' : 'more'} against`
    : `speaks ${more ? 'more' : 'less'} for`;
  return {
    de: `„${sign.de}“ ${de} ${FOR_KIND[kind].de} als bisher.`,
    en: `“${sign.en}” ${en} ${FOR_KIND[kind].en} than before.`,
  };
}

function paceVerdict({ better, falseAfter, judgedOn }: LearningReport['pace']): Words {
  const percent = Math.round(100 * falseAfter);
  if (better)
    return {
      de: `Stillstand an der Kasse wird jetzt am Tempo Ihrer eigenen Kunden erkannt; etwa ${percent} von 100, die von selbst weiterkommen, gelten dabei zu Unrecht als stehen geblieben.`,
      en: `A stall in the checkout is now recognised by the pace of your own customers; about ${percent} in 100 who go on by themselves are wrongly taken for stalled.`,
    };
  return judgedOn < 40
    ? {
        de: 'Für ein eigenes Tempo an der Kasse wurden noch zu wenige Durchgänge gemessen.',
        en: 'Too few checkouts have been measured for a pace of your own.',
      }
    : {
        de: 'Das Tempo an der Kasse ist unverändert.',
        en: 'The pace in the checkout is unchanged.',
      };
}

function stepName(step: string): Words {
  if (step === 'start') return { de: '„Kasse“', en: '“checkout”' };
  if (step === 'payment') return { de: '„Zahlung“', en: '“payment”' };
  return { de: `„${step}“`, en: `“${step}”` };
}

const german = (n: number): string => n.toLocaleString('de-DE');
const english = (n: number): string => n.toLocaleString('en-GB');
