import { defineTexts } from '@augenblick/ui';

/** Texts of the picture library. */
export const pictureTexts = defineTexts('pictures', {
  en: {
    title: 'Pictures',
    back: 'Templates',
    headline:
      '{count, plural, =0 {No pictures yet} one {# picture for your messages} other {# pictures for your messages}}',
    used: '{used} of {max} in use. Large pictures are made smaller when they are uploaded.',
    choose: 'Choose a picture',
    upload: 'Upload a picture',
    uploadNote: 'JPEG, PNG, GIF or WebP. Phone photos are fine.',
    uploading: 'Uploading …',
    uploaded: '“{name}” is there.',
    emptyTitle: 'No pictures yet',
    emptyText:
      'Drop a photo here. It is made as small as a mail needs it and kept at your own address.',
    search: 'Search by name or description',
    animated: 'moves',
    size: '{width} × {height}',
    name: 'Name',
    alt: 'What it shows',
    altNote: 'Suggested wherever the picture is put in.',
    noAlt: 'No description yet',
    save: 'Save',
    saved: 'Saved.',
    delete: 'Delete',
    deleteTitle: 'Delete “{name}”?',
    deleteText:
      'In mails that have been sent the picture will be missing. A picture that a template shows cannot be deleted.',
    deleted: '“{name}” is deleted.',
  },
  de: {
    title: 'Bilder',
    back: 'Vorlagen',
    headline:
      '{count, plural, =0 {Noch keine Bilder} one {# Bild für Ihre Nachrichten} other {# Bilder für Ihre Nachrichten}}',
    used: '{used} von {max} belegt. Große Bilder werden beim Hochladen verkleinert.',
    choose: 'Bild wählen',
    upload: 'Bild hochladen',
    uploadNote: 'JPEG, PNG, GIF oder WebP. Handyfotos sind in Ordnung.',
    uploading: 'Wird hochgeladen …',
    uploaded: '„{name}“ ist da.',
    emptyTitle: 'Noch keine Bilder',
    emptyText:
      'Legen Sie ein Foto hier ab. Es wird so klein gemacht, wie eine E-Mail es braucht, und liegt unter Ihrer eigenen Adresse.',
    search: 'Nach Name oder Beschreibung suchen',
    animated: 'bewegt sich',
    size: '{width} × {height}',
    name: 'Name',
    alt: 'Was es zeigt',
    altNote: 'Wird überall vorgeschlagen, wo das Bild eingesetzt wird.',
    noAlt: 'Noch ohne Beschreibung',
    save: 'Speichern',
    saved: 'Gespeichert.',
    delete: 'Löschen',
    deleteTitle: '„{name}“ löschen?',
    deleteText:
      'In bereits gesendeten E-Mails fehlt das Bild dann. Ein Bild, das eine Vorlage zeigt, lässt sich nicht löschen.',
    deleted: '„{name}“ ist gelöscht.',
  },
});
