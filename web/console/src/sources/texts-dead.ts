import { defineTexts } from '@augenblick/ui';

/** Texts about what was not accepted. */
export const deadTexts = defineTexts('dead-letters', {
  en: {
    title: 'Not accepted',
    lead: 'What arrived but could not be stored. Nothing is lost: put it right and try again.',
    search: 'Text in what was sent',
    what: 'What is wrong',
    when: 'When',
    source: 'Source',
    reason: 'Reason',
    event: 'Event',
    nameless: 'without a name',
    shown: '{shown} of {total}',
    emptyTitle: 'Everything was accepted',
    emptyText: 'If something cannot be stored, it stands here with its reason.',
    retryAll: '{count, plural, one {Try again} other {Try all # again}}',
    deleteAll: 'Delete these',
    retry: 'Try again',
    delete: 'Delete',
    deleteTitle: '{count, plural, one {Delete this entry} other {Delete # entries}}',
    deleteText: 'It cannot be tried again afterwards.',
    deleted: '{count, plural, one {# entry} other {# entries}} deleted.',
    retriedAll: '{count, plural, one {Accepted now.} other {All # accepted now.}}',
    retriedSome:
      '{count, plural, =0 {Still not accepted} other {# accepted}}{refused, plural, =0 {} one {, # remains} other {, # remain}}.',
    notStored: 'Arrived but was not stored.',
    todo: 'What to do',
    forDevelopers: 'For developers',
    sent: 'What was sent',
    'reason.not_an_object': 'Not readable as an event',
    'reason.type_unknown': 'Unknown kind of call',
    'reason.event_name_missing': 'The event has no name',
    'reason.identity_missing': 'Belongs to nobody',
    'reason.event_too_large': 'Too large',
    'reason.too_deep': 'Nested too deeply',
    'reason.user_id_blocked': 'The customer number stands for nobody',
    'reason.text_invalid': 'A text is invalid or too long',
    'reason.time_invalid': 'The time is not a date',
    'reason.order_invalid': 'The order data is not right',
    'reason.previous_id_missing': 'The former id is missing',
    'reason.erased_shopper': 'Belongs to somebody who was erased',
    'todo.not_an_object':
      'The sender must send a JSON object per event. Show the developers what was sent.',
    'todo.type_unknown':
      'Allowed are track, identify, page, screen, group and alias. Have the sender corrected.',
    'todo.event_name_missing': 'A track call needs the field “event”. Have the sender corrected.',
    'todo.identity_missing':
      'Send a userId or an anonymousId. If the source is a till, create it as a till: then receipts without a card are allowed.',
    'todo.event_too_large': 'More than 32 KB. Usually a whole product list is sent; send less.',
    'todo.too_deep': 'Nested more deeply than a shop needs. Have the sender send flatter data.',
    'todo.user_id_blocked':
      'Something like “null” or “guest” was sent as userId. Leave the field out for people who are not signed in.',
    'todo.text_invalid': 'A field holds signs that no text has, or is far too long.',
    'todo.time_invalid': 'Send the time in ISO form, such as 2026-05-31T14:05:00Z.',
    'todo.order_invalid':
      'An order needs a number, and its amounts must be numbers. See the details below.',
    'todo.previous_id_missing': 'An alias call needs the field “previousId”.',
    'todo.erased_shopper':
      'Nothing to do: this person was erased, and older data does not come back. You may delete the entry.',
  },
  de: {
    title: 'Nicht angenommen',
    lead: 'Was ankam, sich aber nicht speichern ließ. Verloren ist nichts: beheben und noch einmal versuchen.',
    search: 'Text aus der Sendung',
    what: 'Was nicht stimmt',
    when: 'Wann',
    source: 'Quelle',
    reason: 'Grund',
    event: 'Ereignis',
    nameless: 'ohne Namen',
    shown: '{shown} von {total}',
    emptyTitle: 'Alles wurde angenommen',
    emptyText: 'Lässt sich etwas nicht speichern, steht es hier mit seinem Grund.',
    retryAll: '{count, plural, one {Noch einmal versuchen} other {Alle # noch einmal versuchen}}',
    deleteAll: 'Diese löschen',
    retry: 'Noch einmal versuchen',
    delete: 'Löschen',
    deleteTitle: '{count, plural, one {Diesen Eintrag löschen} other {# Einträge löschen}}',
    deleteText: 'Danach lässt es sich nicht noch einmal versuchen.',
    deleted: '{count, plural, one {# Eintrag} other {# Einträge}} gelöscht.',
    retriedAll: '{count, plural, one {Jetzt angenommen.} other {Alle # jetzt angenommen.}}',
    retriedSome:
      '{count, plural, =0 {Weiterhin nicht angenommen} other {# angenommen}}{refused, plural, =0 {} one {, # bleibt} other {, # bleiben}}.',
    notStored: 'Kam an, wurde aber nicht gespeichert.',
    todo: 'Was zu tun ist',
    forDevelopers: 'Für Entwickler',
    sent: 'Gesendet',
    'reason.not_an_object': 'Nicht als Ereignis lesbar',
    'reason.type_unknown': 'Unbekannte Art des Aufrufs',
    'reason.event_name_missing': 'Das Ereignis hat keinen Namen',
    'reason.identity_missing': 'Gehört niemandem',
    'reason.event_too_large': 'Zu groß',
    'reason.too_deep': 'Zu tief verschachtelt',
    'reason.user_id_blocked': 'Die Kundennummer steht für niemanden',
    'reason.text_invalid': 'Ein Text ist ungültig oder zu lang',
    'reason.time_invalid': 'Der Zeitpunkt ist kein Datum',
    'reason.order_invalid': 'Die Bestelldaten stimmen nicht',
    'reason.previous_id_missing': 'Die frühere Kennung fehlt',
    'reason.erased_shopper': 'Gehört zu einer gelöschten Person',
    'todo.not_an_object':
      'Der Absender muss je Ereignis ein JSON-Objekt schicken. Zeigen Sie den Entwicklern, was ankam.',
    'todo.type_unknown':
      'Erlaubt sind track, identify, page, screen, group und alias. Lassen Sie den Absender anpassen.',
    'todo.event_name_missing':
      'Ein track-Aufruf braucht das Feld „event“. Lassen Sie den Absender anpassen.',
    'todo.identity_missing':
      'Schicken Sie eine userId oder eine anonymousId mit. Ist es eine Kasse, legen Sie die Quelle als Kasse an: Dann sind Bons ohne Karte erlaubt.',
    'todo.event_too_large':
      'Mehr als 32 KB. Meist wird eine ganze Artikelliste mitgeschickt; schicken Sie weniger.',
    'todo.too_deep':
      'Tiefer verschachtelt, als ein Geschäft es braucht. Lassen Sie flachere Daten schicken.',
    'todo.user_id_blocked':
      'Als userId kam etwas wie „null“ oder „guest“. Lassen Sie das Feld weg, wenn niemand angemeldet ist.',
    'todo.text_invalid':
      'Ein Feld enthält Zeichen, die in keinen Text gehören, oder ist viel zu lang.',
    'todo.time_invalid': 'Schicken Sie den Zeitpunkt in ISO-Form, etwa 2026-05-31T14:05:00Z.',
    'todo.order_invalid':
      'Eine Bestellung braucht eine Nummer, und Beträge müssen Zahlen sein. Einzelheiten stehen unten.',
    'todo.previous_id_missing': 'Ein alias-Aufruf braucht das Feld „previousId“.',
    'todo.erased_shopper':
      'Nichts: Diese Person wurde gelöscht, und ältere Daten kommen nicht zurück. Sie können den Eintrag löschen.',
  },
});
