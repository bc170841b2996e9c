import {
  MESSAGE_FREQUENCIES,
  type AddressForm,
  type ConsentChannel,
  type FormDraft,
  type MessagePreferences,
  type Topic,
} from '@augenblick/contract';
import { html, type Html } from './html.ts';
import type { Look, PageLanguage } from './look.ts';
import { page, said } from './page.ts';
import type { Matter } from './matter.ts';
import type { ReaderChannel } from './reader.ts';
import { masked, type Say, speaker, type TextKey } from './texts.ts';

/** A page's look, language and voice. */
export interface Voice {
  look: Look;
  language: PageLanguage;
  /** Of the form; that of the brand where left out. */
  address?: AddressForm;
}

const say = ({ look, language, address }: Voice): Say => speaker(language, address ?? look.address);

function make(voice: Voice, title: string, body: Html): string {
  const { look, language } = voice;
  return page({ look, language, say: say(voice), title, body });
}

/** A page that says one thing. */
export function sayingPage(voice: Voice, title: TextKey, body: TextKey): string {
  const words = say(voice);
  return make(voice, words(title), said(words(title), words(body)));
}

/** What a form shows beside its own texts. */
export interface ShownForm {
  id: string;
  form: FormDraft;
  /** The words agreed to, in the language shown. */
  wording: string;
  topics: readonly Topic[];
}

/** What somebody typed before something was wrong with it. */
export interface Typed {
  email: string;
  firstName: string;
  topics: readonly string[];
  wrong: TextKey;
}

/** The form as a page of its own; also what the builder shows. `started` proves when it was opened. */
export function formPage(
  voice: Voice,
  shown: ShownForm,
  started: string,
  typed: Typed | null = null,
): string {
  const words = say(voice);
  const { headline, text } = shown.form.texts[voice.language];
  const body = html`<div class="card"><h1>${headline}</h1>${text !== '' && html`<p>${text}</p>`}
${typed && html`<p class="note bad" role="alert" id="wrong">${words(typed.wrong)}</p>`}
<form method="post" action="/f/${shown.id}?lang=${voice.language}">
${formFields(words, voice, shown, typed)}
<input type="hidden" name="started" value="${started}">
<button class="wide">${shown.form.texts[voice.language].button}</button>
</form></div>`;
  return make(voice, headline, body);
}

function formFields(words: Say, voice: Voice, shown: ShownForm, typed: Typed | null): Html {
  const { form, topics, wording } = shown;
  const { look, language } = voice;
  const offered = topics.filter(({ key }) => form.topics.includes(key));
  const ticked = (key: string): Html | false =>
    typed !== null && typed.topics.includes(key) && html` checked`;
  return html`
${
  form.askFirstName &&
  html`<label class="field">${words('firstName')}<input type="text" name="firstName" maxlength="40" autocomplete="given-name" value="${typed?.firstName ?? ''}"></label>`
}
<label class="field">${words('email')}<input type="email" name="email" required maxlength="200" autocomplete="email" value="${typed?.email ?? ''}"${typed && html` aria-invalid="true" aria-describedby="wrong"`}></label>
<div class="trap" aria-hidden="true"><label>${words('trap')}<input type="text" name="website" tabindex="-1" autocomplete="off"></label></div>
${
  offered.length > 0 &&
  html`<fieldset><legend>${words('topicsAsk')}</legend>${offered.map(
    ({ key, name }) =>
      html`<label class="tick"><input type="checkbox" name="topic" value="${key}"${ticked(key)}><span>${name[language]}</span></label>`,
  )}</fieldset>`
}
<p class="small muted">${wording}${look.privacy !== '' && html` <a href="${look.privacy}">${words('privacy')}</a>`}</p>`;
}

/** After a form was sent: the same sentence whether the address was new, known or barred. */
export function thanksPage(voice: Voice, form: FormDraft): string {
  const title = say(voice)('lookTitle');
  return make(voice, title, said(title, form.texts[voice.language].thanks));
}

/** Asks whether it was them; a mail scanner that opens the link confirms nothing. */
export function confirmPage(
  voice: Voice,
  asked: { email: string; at: string; wording: string; token: string },
): string {
  const words = say(voice);
  const { email, at, wording, token } = asked;
  const name = voice.look.name;
  const body = html`<div class="card"><h1>${words('confirmTitle')}</h1>
<p>${words('confirmText', { email: masked(email), at, name })}</p>
<p class="small muted">${words('confirmAgreed')}</p><blockquote>${wording}</blockquote>
<form method="post" action="/m/c/${token}"><button class="wide">${words('confirmButton')}</button></form>
<p class="small muted row">${words('confirmNot')}</p></div>`;
  return make(voice, words('confirmTitle'), body);
}

/** Thanks for the confirmation. */
export function confirmedPage(voice: Voice): string {
  const words = say(voice);
  const { shop, name } = voice.look;
  const on = shop !== '' && html`<p class="row"><a class="button" href="${shop}">${name}</a></p>`;
  return make(
    voice,
    words('confirmedTitle'),
    said(words('confirmedTitle'), words('confirmedText'), on),
  );
}

/** The link is too old; leads to the form where there is one. */
export function expiredPage(voice: Voice, formId: string | null): string {
  const words = say(voice);
  const again =
    formId !== null &&
    html`<p class="row"><a class="button" href="/f/${formId}">${words('confirmTitle')}</a></p>`;
  return make(
    voice,
    words('expiredTitle'),
    said(words('expiredTitle'), words('expiredText'), again),
  );
}

/** Asks before unsubscribing: opening the link changes nothing. */
export function leavePage(voice: Voice, asked: { token: string; channel: ConsentChannel }): string {
  const words = say(voice);
  const channel = words(`by.${asked.channel}`);
  const name = voice.look.name;
  const body = html`<div class="card"><h1>${words('leaveTitle')}</h1>
<p>${words('leaveText', { channel, name })}</p>
<form method="post" action="/m/u/${asked.token}"><button class="wide">${words('leaveButton')}</button></form>
<p class="row"><a href="/m/p/${asked.token}">${words('leaveRather')}</a></p></div>`;
  return make(voice, words('leaveTitle'), body);
}

/** Says that it is done. */
export function leftPage(voice: Voice, channel: ConsentChannel): string {
  const words = say(voice);
  const values = { channel: words(`by.${channel}`), name: voice.look.name };
  return make(voice, words('leftTitle'), said(words('leftTitle'), words('leftText', values)));
}

/** What was just done, or why it was not. */
export interface Done {
  key: TextKey;
  values?: Readonly<Record<string, string>>;
  bad?: true;
}

function doneNote(words: Say, done: Done | null): Html | false {
  if (done === null) return false;
  const said = words(done.key, done.values);
  return done.bad === true
    ? html`<p class="note bad" role="alert">${said}</p>`
    : html`<p class="note good" role="status">${said}</p>`;
}

/** What a link from before tokens had purposes opens: unsubscribing, and a fresh link by mail. */
export function oldLinkPage(
  voice: Voice,
  shown: { token: string; mailbox: boolean; done: Done | null },
): string {
  const words = say(voice);
  const { token, mailbox, done } = shown;
  const body = html`<div class="card"><h1>${words('prefTitle')}</h1>
${doneNote(words, done)}
<p>${words('oldLink')}</p>
${mailbox && html`<form method="post" action="/m/p/${token}"><button class="wide" name="do" value="fresh">${words('askFresh')}</button></form>`}
<p class="row"><a href="/m/u/${token}">${words('leaveTitle')}</a></p></div>`;
  return make(voice, words('prefTitle'), body);
}

/** What is carried out once its link was used; see `Matter`. */
export type Confirmed = Exclude<Matter, 'preferences'>;

/** The words somebody agrees to who wants mail again. */
export function returnWording(voice: Voice): string {
  return say(voice)('prefWording', { name: voice.look.name });
}

/** Asks whether this is what they want; opening the link does nothing. */
export function matterPage(voice: Voice, asked: { token: string; matter: Confirmed }): string {
  const words = say(voice);
  const { token, matter } = asked;
  const name = voice.look.name;
  const body = html`<div class="card"><h1>${words('matterTitle')}</h1>
<p>${words(`matterText.${matter}`, { name })}</p>
${matter === 'return' && html`<blockquote>${returnWording(voice)}</blockquote>`}
<form method="post" action="/m/d/${token}"><button class="wide">${words(`matterButton.${matter}`)}</button></form>
<p class="small muted row">${words('confirmNot')}</p></div>`;
  return make(voice, words('matterTitle'), body);
}

/** Says that it is on its way. */
export function matterDonePage(voice: Voice, matter: Confirmed): string {
  const words = say(voice);
  const text = { export: 'askedExport', erasure: 'askedErasure', return: 'returned' } as const;
  const title = words('confirmedTitle');
  return make(voice, title, said(title, words(text[matter])));
}

/** The link held for two hours; leads to where it can be asked for again. */
export function matterGonePage(voice: Voice, token: string): string {
  const words = say(voice);
  const title = words('expiredTitle');
  const again = html`<p class="row"><a class="button" href="/m/p/${token}">${words('prefTitle')}</a></p>`;
  return make(voice, title, said(title, words('matterGone'), again));
}

/** What the preference centre shows. */
export interface PreferencesShown {
  token: string;
  /** The address the message went to; null for channels without one. */
  email: string | null;
  topics: readonly Topic[];
  channels: readonly ReaderChannel[];
  preferences: MessagePreferences;
  /** Set while a pause runs: until when, in words. */
  pausedUntil: string | null;
  done: Done | null;
}

/** The preference centre: one page, one form, without log-in. */
export function preferencesPage(voice: Voice, shown: PreferencesShown): string {
  const words = say(voice);
  const { token, email, done } = shown;
  const body = html`<div class="card"><h1>${words('prefTitle')}</h1>
${email !== null && html`<p class="muted">${words('prefFor', { email: masked(email) })}</p>`}
${doneNote(words, done)}
<form method="post" action="/m/p/${token}">
${topicsSection(words, voice.language, shown)}
${channelsSection(words, shown)}
${rhythmSection(words, voice.language, shown)}
<div class="row"><button name="do" value="save">${words('save')}</button></div>
</form></div>
<div class="card"><h2>${words('leaveAll')}</h2><p class="small muted">${words('leaveAllNote')}</p>
<form method="post" action="/m/p/${token}"><button class="quiet" name="do" value="leave">${words('leaveAll')}</button></form></div>
<div class="card"><h2>${words('data')}</h2><p class="small muted">${words('dataNote')}</p>
<form method="post" action="/m/p/${token}"><div class="row"><button class="quiet" name="do" value="export">${words('askExport')}</button>
<button class="quiet" name="do" value="erasure">${words('askErasure')}</button></div></form></div>`;
  return make(voice, words('prefTitle'), body);
}

function topicsSection(words: Say, language: PageLanguage, shown: PreferencesShown): Html | false {
  if (shown.topics.length === 0) return false;
  const { topicsOff } = shown.preferences;
  return html`<section><fieldset><legend>${words('topics')}</legend><p class="small muted">${words('topicsNote')}</p>
${shown.topics.map(
  ({ key, name, about }) =>
    html`<label class="tick"><input type="checkbox" name="topic" value="${key}"${!topicsOff.includes(key) && html` checked`}><span>${name[language]}${about[language] !== '' && html`<span class="small muted">${about[language]}</span>`}</span></label>`,
)}</fieldset></section>`;
}

function channelsSection(words: Say, shown: PreferencesShown): Html | false {
  if (shown.channels.length === 0) return false;
  return html`<section><fieldset><legend>${words('channels')}</legend><p class="small muted">${words('channelsNote')}</p>
${shown.channels.map(({ channel, on, back }) => {
  const stuck = !on && !back;
  return html`<label class="tick"><input type="checkbox" name="channel" value="${channel}"${on && html` checked`}${stuck && html` disabled`}><span>${words(`on.${channel}` as TextKey)}${stuck && html`<span class="small muted">${words('channelOff')}</span>`}</span></label>`;
})}</fieldset></section>`;
}

function rhythmSection(words: Say, language: PageLanguage, shown: PreferencesShown): Html {
  const { preferences, pausedUntil } = shown;
  const option = (value: string, label: string, chosen: boolean): Html =>
    html`<option value="${value}"${chosen && html` selected`}>${label}</option>`;
  return html`<section>
<label class="field">${words('frequency')}<select name="frequency">${MESSAGE_FREQUENCIES.map(
    (one) => option(one, words(one), one === preferences.frequency),
  )}</select></label>
<label class="field">${words('pause')}<select name="pause">
${pausedUntil !== null && option('keep', words('pauseKeep', { at: pausedUntil }), true)}
${option('none', words('pauseNone'), pausedUntil === null)}
${option('14', words('pause14'), false)}${option('30', words('pause30'), false)}${option('90', words('pause90'), false)}</select></label>
<label class="field">${words('language')}<select name="language">${option('de', words('german'), language === 'de')}${option('en', words('english'), language === 'en')}</select></label>
</section>`;
}
