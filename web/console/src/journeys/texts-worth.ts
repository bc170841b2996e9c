import { defineTexts } from '@augenblick/ui';

/** Texts of what a journey was worth. */
export const worthTexts = defineTexts('journey-worth', {
  en: {
    title: 'What it is worth',
    note: 'What people bought within {days} days after getting in, against the shop’s comparison group, which got in likewise and heard nothing. Everyone counts once, from their first time on.',
    span: 'Orders count for',
    days: '{days} days',
    version: 'Version',
    everyVersion: 'All versions',
    oneVersion: 'While version {version} was live',
    treated: 'Got in',
    held: 'Comparison group',
    perHead: '{money} a person',
    base: '{people, plural, one {# person} other {# people}}, {buyers, number} of them bought; {orders, plural, one {# order} other {# orders}}, {revenue}',
    difference: '{money} a person',
    between: 'surely between {low} and {high}',
    total:
      'For {people, plural, one {the one person} other {all # people}} who got in: {money}, surely between {low} and {high}.',
    buyers: 'Buyers in a hundred people: {value}, surely between {low} and {high}.',
    all: 'The comparison group hears nothing of newsletters, other journeys and placements either: the difference is what all of that brought together. The ranges hold however often you look.',
    unfinished:
      '{count, plural, one {For # person} other {For # people}} the {days} days are not over yet.',
    since:
      'Those count who got in since {date}; before that the comparison group was of another size.',
    cut: 'More got in than are counted here; these are the last ones.',
    setGroup: 'Set up a comparison group',
  },
  de: {
    title: 'Was sie wert ist',
    note: 'Was Menschen in den {days} Tagen nach dem Hereinkommen kauften, gegen die Vergleichsgruppe des Ladens, die ebenso hereinkam und nichts hörte. Jede Person zählt einmal, ab dem ersten Mal.',
    span: 'Bestellungen zählen für',
    days: '{days} Tage',
    version: 'Fassung',
    everyVersion: 'Alle Fassungen',
    oneVersion: 'Solange Fassung {version} lief',
    treated: 'Kamen herein',
    held: 'Vergleichsgruppe',
    perHead: '{money} je Person',
    base: '{people, plural, one {# Person} other {# Personen}}, {buyers, number} davon kauften; {orders, plural, one {# Bestellung} other {# Bestellungen}}, {revenue}',
    difference: '{money} je Person',
    between: 'sicher zwischen {low} und {high}',
    total:
      'Für {people, plural, one {die eine Person} other {alle # Personen}}, die hereinkamen: {money}, sicher zwischen {low} und {high}.',
    buyers: 'Käufe je hundert Personen: {value}, sicher zwischen {low} und {high}.',
    all: 'Die Vergleichsgruppe hört auch von Newslettern, anderen Strecken und Einblendungen nichts: Der Unterschied ist, was all das zusammen brachte. Die Bereiche gelten, so oft Sie auch nachsehen.',
    unfinished:
      '{count, plural, one {Für # Person} other {Für # Personen}} sind die {days} Tage noch nicht um.',
    since: 'Es zählt, wer seit dem {date} hereinkam; vorher war die Vergleichsgruppe anders groß.',
    cut: 'Es kamen mehr herein, als hier gezählt sind; das sind die letzten.',
    setGroup: 'Vergleichsgruppe einrichten',
  },
});
