import { defineTexts } from '@augenblick/ui';

/** Texts of the page about what was learned of moments. */
export const learningTexts = defineTexts('learning', {
  en: {
    title: 'Moments',
    headlineNone: 'Moments are recognised by standard weights; your shop has not taught them yet.',
    headlineLearned:
      'Moments are recognised by weights learned from {count, plural, one {# outcome} other {# outcomes}} at your shop.',
    note: 'Each night the weights are compared with what visitors did next. New ones come into force only when they foretell better for visitors they were not learned from.',
    learn: 'Learn now',
    asked: 'Learning has begun. What it finds stands here in a few minutes at most.',
    runs: 'What was found',
    runsNote: 'The last fourteen times.',
    emptyTitle: 'Nothing has been learned yet',
    emptyText:
      'It happens by itself every night. For weights of your own about 200 visitors are needed who did something afterwards.',
    changed: 'New weights in force',
    unchanged: 'Nothing changed',
  },
  de: {
    title: 'Momente',
    headlineNone:
      'Momente werden nach Grundwerten erkannt; Ihr Laden hat noch nichts Eigenes gelehrt.',
    headlineLearned:
      'Momente werden nach Gewichten erkannt, die aus {count, plural, one {# Ausgang} other {# Ausgängen}} in Ihrem Laden gelernt sind.',
    note: 'Jede Nacht werden die Gewichte damit verglichen, was Besucher als Nächstes getan haben. Neue gelten nur, wenn sie für andere Besucher besser vorhersagen als die bisherigen.',
    learn: 'Jetzt lernen',
    asked: 'Das Lernen hat begonnen. Spätestens in einigen Minuten steht hier, was gefunden wurde.',
    runs: 'Was gefunden wurde',
    runsNote: 'Die letzten vierzehn Male.',
    emptyTitle: 'Noch nichts gelernt',
    emptyText:
      'Das geschieht jede Nacht von selbst. Für eigene Gewichte sind etwa 200 Besucher nötig, die danach etwas getan haben.',
    changed: 'Neue Gewichte gelten',
    unchanged: 'Nichts geändert',
  },
});
