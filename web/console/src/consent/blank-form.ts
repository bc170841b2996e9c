import type { FormBody } from '@augenblick/contract/api/optin.ts';

/** A form to begin with: complete in both languages, so that only the shop's own tone has to be found. */
export function blankForm(wordingId: string): FormBody {
  return {
    name: '',
    kind: 'inline',
    address: 'sie',
    wordingId,
    topics: [],
    askFirstName: false,
    texts: {
      de: {
        headline: 'Post von uns',
        text: 'Alle zwei Wochen, was neu ist und was sich lohnt.',
        button: 'Anmelden',
        thanks:
          'Fast geschafft: Bitte schauen Sie in Ihr Postfach und bestätigen Sie die Anmeldung dort.',
      },
      en: {
        headline: 'Mail from us',
        text: 'Every two weeks: what is new and worth a look.',
        button: 'Sign up',
        thanks: 'Almost done: please look into your mailbox and confirm your sign-up there.',
      },
    },
    popup: {
      afterSeconds: 20,
      afterScroll: 60,
      onLeave: false,
      position: 'corner',
      againAfterDays: 60,
    },
    hosts: [],
  };
}

/** The parts of a form that can be changed. */
export function bodyOf(form: FormBody): FormBody {
  const { name, kind, address, wordingId, topics, askFirstName, texts, popup, hosts } = form;
  return { name, kind, address, wordingId, topics, askFirstName, texts, popup, hosts };
}

/** The lines that put a form on a page. `height` keeps its place until it is drawn, so that nothing jumps. */
export function snippetOf(origin: string, id: string, form: FormBody): string {
  const script = `<script async src="${origin}/f/${id}.js"></script>`;
  if (form.kind === 'popup') return script;
  const height = 300 + (form.askFirstName ? 84 : 0) + (form.topics.length > 0 ? 24 : 0);
  const whole = height + form.topics.length * 44;
  return [
    `<div data-augenblick-form="${id}" style="min-height:${whole}px">`,
    `  <noscript><a href="${origin}/f/${id}">${form.texts.de.headline}</a></noscript>`,
    '</div>',
    script,
  ].join('\n');
}
