import { defineTexts } from '@augenblick/ui';

/** Texts of the hints for the team. */
export const hintTexts = defineTexts('hints', {
  en: {
    title: 'Hints for the team',
    somebody: 'A shopper',
    done: 'Done',
    more: '{count, plural, one {and one more} other {and # more}}',
  },
  de: {
    title: 'Hinweise ans Team',
    somebody: 'Eine Person',
    done: 'Erledigt',
    more: '{count, plural, one {und ein weiterer} other {und # weitere}}',
  },
});
