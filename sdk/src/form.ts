/**
 * A sign-up form on a shop's page: where the script stands, in an element that waits for it, or as a pop-up. One script, no
 * further file; works under a strict content security policy (no inline style, no inline script, no eval); draws in a
 * shadow root, so that the shop's styles and ours leave each other alone.
 */

import { element } from './element.ts';

/** What a form says in one language. */
interface Texts {
  headline: string;
  text: string;
  button: string;
  thanks: string;
  wording: string;
  email: string;
  /** Empty = not asked for. */
  firstName: string;
  trap: string;
  topics: string;
  privacy: string;
  close: string;
  emailWrong: string;
  tooMany: string;
  failed: string;
}

/** The form as the server gives it (server/src/optin/embed.ts). */
export interface FormDefinition {
  id: string;
  to: string;
  accent: string;
  onAccent: string;
  privacy: string;
  popup: {
    afterSeconds: number | null;
    afterScroll: number | null;
    onLeave: boolean;
    position: 'corner' | 'centre';
    againAfterDays: number;
  } | null;
  topics: { key: string; de: string; en: string }[];
  de: Texts;
  en: Texts;
}

const STYLE = `
:host{all:initial;display:block;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#1e1b18;text-align:start}
*{box-sizing:border-box}
.card{position:relative;background:#fff;border:1px solid #e7e0d6;border-radius:12px;padding:24px;max-width:34rem}
dialog{position:fixed;border:0;padding:0;background:none;color:inherit;max-width:min(26rem,calc(100vw - 24px));width:100%;margin:auto;z-index:2147483000}
dialog.corner{inset:auto 12px 12px auto;margin:0}
dialog .card{box-shadow:0 2px 8px rgb(0 0 0/.08),0 16px 48px rgb(0 0 0/.18);max-height:calc(100vh - 24px);overflow:auto}
dialog::backdrop{background:rgb(30 27 24/.45)}
h2{font-size:1.3rem;line-height:1.25;letter-spacing:-.01em;margin:0 0 8px;text-wrap:balance}
.popup h2{padding-inline-end:40px}
p{margin:0 0 12px}p:last-child{margin:0}.small{font-size:.875rem;color:#6f665c}
label{display:block;font-weight:600;margin:0 0 12px}
input[type=email],input[type=text]{display:block;width:100%;min-height:46px;margin-top:4px;padding:10px 12px;font:inherit;font-weight:400;color:inherit;background:#fff;border:1px solid #8d8378;border-radius:8px}
fieldset{border:0;margin:0 0 12px;padding:0;min-width:0}legend{font-weight:600;padding:0}
fieldset label{display:flex;gap:10px;align-items:center;min-height:44px;margin:0;font-weight:400}
fieldset input{width:20px;height:20px;margin:0;accent-color:var(--accent)}
button{min-height:48px;width:100%;padding:12px 22px;font:inherit;font-weight:600;border:0;border-radius:8px;background:var(--accent);color:var(--on-accent);cursor:pointer}
button.close{position:absolute;top:8px;right:8px;width:44px;min-height:44px;padding:0;background:none;color:#1e1b18;font-size:1.4rem;font-weight:400}
button[disabled]{opacity:.6;cursor:default}
.wrong{color:#b3382c;font-weight:600}
.trap{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}
a{color:inherit}:focus-visible{outline:3px solid #1e1b18;outline-offset:2px}
@media(prefers-reduced-motion:no-preference){dialog[open] .card{animation:come .18s ease-out}@keyframes come{from{opacity:0;transform:translateY(8px)}}}
`;

const DAY_MS = 86_400_000;

/** Starts a form. Called by its script while it runs, so that the script's own place is known. */
export default function start(form: FormDefinition): void {
  const script = document.currentScript;
  const language = (
    (script instanceof HTMLElement && script.dataset.lang) ||
    document.documentElement.lang ||
    navigator.language
  ).startsWith('de')
    ? 'de'
    : 'en';
  const begin = (): void => {
    if (form.popup) popUp(form, language);
    else stand(form, language, script);
  };
  if (document.readyState === 'loading' && (form.popup || script?.parentElement === document.head))
    document.addEventListener('DOMContentLoaded', begin, { once: true });
  else begin();
}

/** In the element that waits for it, which keeps its height meanwhile; else where the script stands. */
function stand(form: FormDefinition, language: 'de' | 'en', script: Element | null): void {
  const waiting = document.querySelector(`[data-augenblick-form="${form.id}"]`);
  const host = element('div');
  if (waiting) waiting.replaceChildren(host);
  else if (script && script.parentElement !== document.head) script.after(host);
  else document.body.append(host);
  draw(host, form).append(element('div', { className: 'card' }, ...content(form, language)));
}

function draw(host: HTMLElement, form: FormDefinition): ShadowRoot {
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host{--accent:${form.accent};--on-accent:${form.onAccent}}${STYLE}`);
  root.adoptedStyleSheets = [sheet];
  return root;
}

/** Shown once for each page at most, and not again for some days to somebody who closed it or signed up. */
function popUp(form: FormDefinition, language: 'de' | 'en'): void {
  const { popup } = form;
  if (!popup || closedLately(form)) return;
  let shown = false;
  const show = (): void => {
    if (shown) return;
    shown = true;
    openPopUp(form, language);
  };
  if (popup.afterSeconds !== null) setTimeout(show, popup.afterSeconds * 1000);
  if (popup.afterScroll !== null) {
    const share = popup.afterScroll / 100;
    const look = (): void => {
      const { scrollHeight, clientHeight } = document.documentElement;
      if (scrollY + clientHeight >= scrollHeight * share && scrollHeight > clientHeight) {
        removeEventListener('scroll', look);
        show();
      }
    };
    addEventListener('scroll', look, { passive: true });
  }
  if (popup.onLeave)
    document.addEventListener('mouseout', (event) => {
      if (event.relatedTarget === null && event.clientY <= 0) show();
    });
}

function openPopUp(form: FormDefinition, language: 'de' | 'en'): void {
  const texts = form[language];
  const host = element('div');
  document.body.append(host);
  const close = element(
    'button',
    { type: 'button', className: 'close', 'aria-label': texts.close },
    '×',
  );
  const centre = form.popup?.position === 'centre';
  const card = element('div', { className: 'card popup' }, close, ...content(form, language));
  const dialog = element(
    'dialog',
    { className: centre ? 'centre' : 'corner', 'aria-label': texts.headline },
    card,
  );
  draw(host, form).append(dialog);
  const end = (): void => {
    dialog.close();
    host.remove();
    rememberClosed(form);
  };
  close.addEventListener('click', end);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    end();
  });
  // In the corner it takes nobody's place: the page goes on, focus stays where it was; Escape closes it from inside.
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !centre) end();
  });
  if (centre) dialog.showModal();
  else {
    const before = document.activeElement;
    dialog.show();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
}

const KEY = (form: FormDefinition): string => `augenblick-form-${form.id}`;

/** Written only when somebody closes the pop-up or signs up: remembering that is what they asked for. */
function rememberClosed(form: FormDefinition): void {
  try {
    localStorage.setItem(KEY(form), String(Date.now()));
  } catch {
    // Storage is switched off: it shows again on the next page.
  }
}

function closedLately(form: FormDefinition): boolean {
  try {
    const at = Number(localStorage.getItem(KEY(form)) ?? 0);
    return at > 0 && Date.now() - at < (form.popup?.againAfterDays ?? 0) * DAY_MS;
  } catch {
    return false;
  }
}

/** What a shopper fills in, and where a complaint stands. */
interface Fields {
  email: HTMLInputElement;
  first: HTMLInputElement;
  trap: HTMLInputElement;
  boxes: { key: string; label: string; box: HTMLInputElement }[];
  wrong: HTMLParagraphElement;
  button: HTMLButtonElement;
}

function fieldsOf(form: FormDefinition, language: 'de' | 'en'): Fields {
  return {
    email: element('input', {
      type: 'email',
      name: 'email',
      required: true,
      maxLength: 200,
      autocomplete: 'email',
    }),
    first: element('input', {
      type: 'text',
      name: 'firstName',
      maxLength: 80,
      autocomplete: 'given-name',
    }),
    trap: element('input', { type: 'text', name: 'website', tabIndex: -1, autocomplete: 'off' }),
    boxes: form.topics.map((topic) => ({
      key: topic.key,
      label: topic[language],
      box: element('input', { type: 'checkbox' }),
    })),
    wrong: element('p', { className: 'wrong', id: 'wrong', role: 'alert', hidden: true }),
    button: element('button', { type: 'submit' }, form[language].button),
  };
}

function arrange(form: FormDefinition, texts: Texts, fields: Fields): HTMLFormElement {
  const { email, first, trap, boxes, wrong, button } = fields;
  return element(
    'form',
    { noValidate: true },
    texts.firstName ? element('label', {}, texts.firstName, first) : null,
    element('label', {}, texts.email, email),
    element(
      'div',
      { className: 'trap', 'aria-hidden': 'true' },
      element('label', {}, texts.trap, trap),
    ),
    boxes.length > 0
      ? element(
          'fieldset',
          {},
          element('legend', {}, texts.topics),
          ...boxes.map(({ box, label }) => element('label', {}, box, label)),
        )
      : null,
    wordingOf(form, texts),
    wrong,
    button,
  );
}

function complain({ wrong, email, button }: Fields, sentence: string): void {
  wrong.textContent = sentence;
  wrong.hidden = false;
  email.setAttribute('aria-invalid', 'true');
  email.setAttribute('aria-describedby', 'wrong');
  button.disabled = false;
  email.focus();
}

function content(form: FormDefinition, language: 'de' | 'en'): Node[] {
  const texts = form[language];
  const opened = Date.now();
  const fields = fieldsOf(form, language);
  const { email, first, trap, boxes, button } = fields;
  const arranged = arrange(form, texts, fields);
  const body = element('div', {}, texts.text ? element('p', {}, texts.text) : null, arranged);
  arranged.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email.value.trim())) {
      complain(fields, texts.emailWrong);
      return;
    }
    button.disabled = true;
    const sent = {
      email: email.value.trim(),
      firstName: first.value,
      website: trap.value,
      topics: boxes.filter(({ box }) => box.checked).map(({ key }) => key),
      language,
      page: location.href.split('#')[0],
      elapsed: Date.now() - opened,
      anonymousId: anonymousId(),
    };
    const answer = async (): Promise<void> => {
      const status = await send(form, sent);
      if (status === 200) thank(form, body, texts);
      else if (status === 429) complain(fields, texts.tooMany);
      else complain(fields, status === 400 ? texts.emailWrong : texts.failed);
    };
    void answer();
  });
  return [element('h2', {}, texts.headline), body];
}

function wordingOf(form: FormDefinition, texts: Texts): HTMLElement {
  const made = element('p', { className: 'small' }, texts.wording);
  if (form.privacy)
    made.append(
      ' ',
      element('a', { href: form.privacy, target: '_blank', rel: 'noopener' }, texts.privacy),
    );
  return made;
}

/** The sentence takes the fields' place and their height, so that nothing below it jumps. */
function thank(form: FormDefinition, body: HTMLElement, texts: Texts): void {
  body.style.minHeight = `${body.offsetHeight}px`;
  const sentence = element('p', { role: 'status', tabIndex: -1 }, texts.thanks);
  body.replaceChildren(sentence);
  sentence.focus();
  if (form.popup) rememberClosed(form);
}

/** As plain text, so that browsers need not ask first; the answer's status, 0 when there is none. */
async function send(form: FormDefinition, body: object): Promise<number> {
  try {
    const init = { method: 'POST', body: JSON.stringify(body), credentials: 'omit' } as const;
    return (await fetch(form.to, init)).status;
  } catch {
    return 0;
  }
}

/** The tag's id of this browser, where the shop has the tag and the shopper let it keep one. */
function anonymousId(): string | undefined {
  const tag = (window as unknown as { augenblick?: { anonymousId?: unknown } }).augenblick;
  return typeof tag?.anonymousId === 'string' ? tag.anonymousId : undefined;
}
