/** What the comparison of a journey says, in a sentence or two. */
import type { JourneyWorth } from '@augenblick/contract/api/journey-worth.ts';
import type { Words } from '@augenblick/contract/api/phrase.ts';
import { ARM_MIN, HITS_MIN } from '../broadcast/index.ts';

const WORDS: Readonly<Record<JourneyWorth['verdict'], Words>> = {
  nobody: {
    de: 'In dieser Zeit ist noch niemand hereingekommen.',
    en: 'Nobody has got in during this time.',
  },
  no_group: {
    de: 'Ihr Laden hält niemanden zum Vergleich zurück. Was die Strecke selbst bewirkt, lässt sich so nicht sagen: Wer hereinkommt, hätte vielleicht ohnehin gekauft.',
    en: 'Your shop keeps nobody back for comparison. What the journey itself brings cannot be said this way: whoever gets in might have bought anyway.',
  },
  too_few: {
    de: `Noch zu wenige für einen Vergleich: Beide Gruppen brauchen mindestens ${ARM_MIN} Personen, von denen ${HITS_MIN} gekauft haben.`,
    en: `Too few to compare yet: both groups need at least ${ARM_MIN} people of whom ${HITS_MIN} have bought.`,
  },
  uneven: {
    de: 'Die Vergleichsgruppe kam nicht so oft herein, wie sie ausgelost ist. Was diese Strecke beginnt, hängt also davon ab, ob jemand Nachrichten bekommt; ein Vergleich wäre nicht ehrlich.',
    en: 'The comparison group did not get in as often as it was drawn. So what begins this journey depends on whether somebody gets messages; a comparison would not be honest.',
  },
  more_revenue: {
    de: 'Wer hereinkam, gab mehr aus als die Vergleichsgruppe.',
    en: 'Those who got in spent more than the comparison group.',
  },
  less_revenue: {
    de: 'Wer hereinkam, gab weniger aus als die Vergleichsgruppe.',
    en: 'Those who got in spent less than the comparison group.',
  },
  more_buyers: {
    de: 'Wer hereinkam, kaufte öfter als die Vergleichsgruppe. Ob daraus auch mehr Umsatz wurde, ist noch nicht sicher.',
    en: 'Those who got in bought more often than the comparison group. Whether that made more revenue is not certain yet.',
  },
  less_buyers: {
    de: 'Wer hereinkam, kaufte seltener als die Vergleichsgruppe. Ob dadurch auch Umsatz fehlt, ist noch nicht sicher.',
    en: 'Those who got in bought less often than the comparison group. Whether that cost revenue is not certain yet.',
  },
  open: {
    de: 'Ob sie etwas einbringt, ist noch nicht zu sagen: Der Unterschied kann Zufall sein.',
    en: 'Whether it brings anything in cannot be said yet: the difference may be chance.',
  },
};

/** A verdict in words. */
export function worthWords(verdict: JourneyWorth['verdict']): Words {
  return { ...WORDS[verdict] };
}
