import { defineTexts } from '@augenblick/ui';

/** Texts of the rules that hold for every decision. */
export const ruleTexts = defineTexts('rules', {
  en: {
    compare: 'Comparison group of the shop',
    compareNote:
      'These people, always the same, see no campaign at all. Only so can anybody say what all campaigns together are worth.',
    share: 'Share of all shoppers',
    caps: 'Not too much at once',
    capsNote:
      'All campaigns together show one person at most this much, whatever each of them may do.',
    noCaps: 'No limit over all campaigns.',
    quiet: 'Quiet hours',
    quietNote:
      'What reaches people by itself is silent then. A page is asked for by the shopper and may answer.',
    quietOn: 'Keep quiet hours',
    from: 'From',
    to: 'To',
    kinds: 'Silent are',
    margin: 'What remains of a sale',
    marginNote: 'Campaigns are weighed by margin, not by turnover. A campaign can name its own.',
    marginField: 'Margin in percent',
    save: 'Save rules',
    saved: 'The rules are saved.',
    sources: 'Who may ask why',
    sourcesNote:
      'Pages of these sources may ask for the reasons of a decision. Good for a test shop; in a real one anybody could read them.',
    explain: '{name} may ask why',
    noSources: 'No source is connected yet.',
    ruleOn: '{name} may ask why now.',
    ruleOff: '{name} may not ask why any more.',
  },
  de: {
    compare: 'Vergleichsgruppe des Geschäfts',
    compareNote:
      'Diese Personen, immer dieselben, sehen gar keine Kampagne. Nur so lässt sich sagen, was alle Kampagnen zusammen wert sind.',
    share: 'Anteil an der Kundschaft',
    caps: 'Nicht zu viel auf einmal',
    capsNote:
      'Alle Kampagnen zusammen zeigen einer Person höchstens so viel, was auch immer jede einzelne dürfte.',
    noCaps: 'Keine Grenze über alle Kampagnen.',
    quiet: 'Ruhezeit',
    quietNote:
      'Was Menschen von sich aus erreicht, schweigt dann. Eine Seite ruft die Person selbst auf, sie darf antworten.',
    quietOn: 'Ruhezeit einhalten',
    from: 'Von',
    to: 'Bis',
    kinds: 'Es schweigen',
    margin: 'Was von einem Verkauf bleibt',
    marginNote:
      'Kampagnen werden nach Spanne gewogen, nicht nach Umsatz. Eine Kampagne kann ihre eigene nennen.',
    marginField: 'Spanne in Prozent',
    save: 'Regeln speichern',
    saved: 'Die Regeln sind gespeichert.',
    sources: 'Wer nach dem Warum fragen darf',
    sourcesNote:
      'Seiten dieser Quellen dürfen die Gründe einer Entscheidung erfragen. Gut für einen Testshop; in einem echten könnte sie jeder lesen.',
    explain: '{name} darf nach dem Warum fragen',
    noSources: 'Noch ist keine Quelle angebunden.',
    ruleOn: '{name} darf jetzt nach dem Warum fragen.',
    ruleOff: '{name} darf nicht mehr nach dem Warum fragen.',
  },
});
