import { defineTexts } from '@augenblick/ui';

/** Texts of the playbook of ready-made campaigns. */
export const playbookTexts = defineTexts('playbook', {
  en: {
    withOffer: 'with an offer',
    used: '{count, plural, one {in use} other {in use # times}}',
    take: 'View',
    takeLabel: 'View “{name}”',
    adapt: 'Adapt first',
    goLive: 'Put it live now',
    live: '“{name}” is live.',
    offerNote:
      'An offer comes with it. You can change its value and its limits before anybody gets it.',
    mayNot: 'Your role may look at campaigns, not put them live.',
    emptyTitle: 'The playbook is empty',
    emptyText: 'This installation brings no ready-made campaigns. Write one of your own.',
  },
  de: {
    withOffer: 'mit Angebot',
    used: '{count, plural, one {in Gebrauch} other {#-mal in Gebrauch}}',
    take: 'Ansehen',
    takeLabel: '„{name}“ ansehen',
    adapt: 'Erst anpassen',
    goLive: 'Jetzt live schalten',
    live: '„{name}“ läuft.',
    offerNote:
      'Ein Angebot kommt mit. Wert und Grenzen lassen sich ändern, bevor es jemand bekommt.',
    mayNot: 'Ihre Rolle darf Kampagnen ansehen, aber nicht live schalten.',
    emptyTitle: 'Keine Vorlagen da',
    emptyText: 'Diese Installation bringt keine fertigen Kampagnen mit. Schreiben Sie eine eigene.',
  },
});
