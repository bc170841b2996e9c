import { button, type Entry, foot, head, text, title } from './entry.ts';

/** The mail that makes sure who asks. */
export const matterConfirm: Entry = {
  key: 'matter-confirm',
  name: { de: 'Anliegen bestätigen', en: 'Confirm a request' },
  about: {
    de: 'Geht an die eigene Adresse, wenn jemand in den Einstellungen eine Kopie der Daten, die Löschung oder wieder Mails verlangt. So kann es niemand, dem eine Mail nur weitergeleitet wurde.',
    en: 'Goes to the shopper’s own address when somebody asks in the preferences for a copy of the data, for erasure or for mails again. So nobody can to whom a mail was only forwarded.',
  },
  basis: 'service',
  channels: ['mail'],
  mail: (say) => ({
    de: {
      subject: say('Bitte bestätigen Sie Ihr Anliegen', 'Bitte bestätige dein Anliegen'),
      preheader: 'Ohne einen Klick passiert nichts.',
      blocks: [
        head(),
        title(say('Sind Sie das?', 'Bist du das?')),
        text(
          say('Guten Tag {{ first_name }},', 'Hallo {{ first_name }},'),
          say(
            'bei {{ shop.name }} hat jemand für diese Adresse um etwas gebeten: {{ event.matter | default: "Einstellungen" }}.',
            'bei {{ shop.name }} hat jemand für diese Adresse um etwas gebeten: {{ event.matter | default: "Einstellungen" }}.',
          ),
          say(
            'Wenn Sie das waren, öffnen Sie bitte innerhalb von zwei Stunden diese Seite:',
            'Wenn du das warst, öffne bitte innerhalb von zwei Stunden diese Seite:',
          ),
        ),
        button('Weiter', '{{ event.confirm_url }}'),
        text(
          say(
            'Waren Sie es nicht? Dann müssen Sie nichts tun. Leiten Sie diese Mail bitte nicht weiter.',
            'Warst du es nicht? Dann musst du nichts tun. Leite diese Mail bitte nicht weiter.',
          ),
        ),
        foot(
          say(
            'Sie erhalten diese eine Mail, weil auf der Seite mit Ihren Einstellungen darum gebeten wurde.',
            'Du bekommst diese eine Mail, weil auf der Seite mit deinen Einstellungen darum gebeten wurde.',
          ),
        ),
      ],
    },
    en: {
      subject: 'Please confirm your request',
      preheader: 'Nothing happens without a click.',
      blocks: [
        head(),
        title('Is this you?'),
        text(
          'Hello {{ first_name }},',
          'somebody asked {{ shop.name }} for something on behalf of this address: {{ event.matter | default: "preferences" }}.',
          'If that was you, please open this page within two hours:',
        ),
        button('Continue', '{{ event.confirm_url }}'),
        text('It was not you? Then there is nothing to do. Please do not pass this mail on.'),
        foot(
          'You receive this one mail because it was asked for on the page with your preferences.',
        ),
      ],
    },
  }),
};
