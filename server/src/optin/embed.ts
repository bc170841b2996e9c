import type { LiveForm } from './forms.ts';
import { inkOn, type Look } from './look.ts';
import { speaker } from './texts.ts';

/** What the script of a form is given: both languages, because the page that loads it may be in either. */
function definitionOf({ id, form, topics, wording }: LiveForm, look: Look, origin: string) {
  const offered = topics.filter(({ key }) => form.topics.includes(key));
  const inLanguage = (language: 'de' | 'en') => {
    const say = speaker(language, form.address);
    return {
      ...form.texts[language],
      wording: wording[language],
      email: say('email'),
      firstName: form.askFirstName ? say('firstName') : '',
      trap: say('trap'),
      topics: offered.length > 0 ? say('topicsAsk') : '',
      privacy: look.privacy === '' ? '' : say('privacy'),
      close: say('close'),
      emailWrong: say('emailWrong'),
      tooMany: say('tooMany'),
      failed: say('failed'),
    };
  };
  return {
    id,
    to: `${origin}/v1/forms/${id}`,
    accent: look.accent,
    onAccent: inkOn(look.accent),
    privacy: look.privacy,
    popup: form.kind === 'popup' ? form.popup : null,
    topics: offered.map(({ key, name }) => ({ key, de: name.de, en: name.en })),
    de: inLanguage('de'),
    en: inLanguage('en'),
  };
}

/** The definition as the form's script reads it. */
export type EmbeddedForm = ReturnType<typeof definitionOf>;

/**
 * The script of one form: the built code and the form's definition, nothing else to fetch. Pure. The definition is JSON that
 * is safe inside a script, whatever somebody wrote into a headline.
 */
export function embedded(script: string, form: LiveForm, look: Look, origin: string): string {
  const json = JSON.stringify(definitionOf(form, look, origin))
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  return `(()=>{${script}\naugenblickForm(${json})})();\n`;
}
