/**
 * What the shopper agreed to, read from the banner that the shop has already. Nothing here asks or stores anything.
 * Sources: Google Consent Mode v2 (dataLayer), IAB TCF 2.x (__tcfapi), and the documented objects and events of
 * Cookiebot, OneTrust, Usercentrics (2 and 3), Klaro and Borlabs Cookie.
 */

/** Purpose → yes or no. The tag itself needs `analytics`; the rest is passed on to the server. */
export type Answers = Record<string, boolean>;

/** Objects that banners put into the page; nothing about them is certain. */
type Loose = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- foreign objects

const ANALYTICS = 'analytics';
const PERSONAL = 'personalisation';
const ADS = 'advertising';

/** Events after which a banner's answer may be new; on window or document. */
const SAYING =
  'CookiebotOnAccept CookiebotOnDecline OneTrustGroupsUpdated UC_UI_INITIALIZED UC_UI_CMP_EVENT UC_CONSENT borlabs-cookie-consent-saved';
/** Banners load late; they are looked for at these times (ms). */
const LOOKS = [0, 300, 1_000, 3_000, 8_000];

/** Names of categories, in the words of many makers: to which of our purposes they belong. */
function purposesOf(category: string): string[] {
  return [
    ...(/anal|stat|perf|C0002/i.test(category) ? [ANALYTICS] : []),
    ...(/pref|person|func|C0003/i.test(category) ? [PERSONAL] : []),
    ...(/mark|adv|ads|ad_|target|C0004/i.test(category) ? [ADS] : []),
  ];
}

/** Yes only when everything that means the same purpose says yes. */
function sum(answers: Iterable<readonly [category: string, yes: unknown]>): Answers | undefined {
  const out: Answers = {};
  for (const [category, yes] of answers)
    for (const purpose of purposesOf(category)) out[purpose] = !!yes && (out[purpose] ?? true);
  return Object.keys(out).length > 0 ? out : undefined;
}

/** The present answer of whichever banner is there; undefined before an answer or without a banner. */
export function bannerAnswer(win: Loose): Answers | undefined {
  const { Cookiebot, OneTrust, OnetrustActiveGroups, UC_UI, klaro } = win;
  if (Cookiebot?.hasResponse) return sum(Object.entries(Cookiebot.consent));
  if (OneTrust?.IsAlertBoxClosed?.() && OnetrustActiveGroups !== undefined)
    return sum(['C0002', 'C0003', 'C0004'].map((c) => [c, OnetrustActiveGroups.includes(c)]));
  if (UC_UI?.isInitialized?.() && !UC_UI.isConsentRequired?.())
    return sum(
      UC_UI.getServicesBaseInfo().map((s: Loose) => [s.categorySlug ?? '', s.consent?.status]),
    );
  const manager = klaro?.getManager?.();
  if (manager?.confirmed)
    return sum(
      (manager.config.services ?? manager.config.apps).map((s: Loose) => [
        [...(s.purposes ?? [])].join(),
        manager.consents[s.name],
      ]),
    );
  const borlabs = /(?:^|; )borlabs-cookie=([^;]+)/.exec(win.document.cookie)?.[1];
  if (borlabs === undefined) return undefined;
  const { consents } = JSON.parse(decodeURIComponent(borlabs)) as Loose;
  // Groups without a yes are missing there.
  return sum(['statistics', 'marketing', 'preferences'].map((g) => [g, consents?.[g]?.length]));
}

/** IAB TCF: purposes 1 (storage) with 7–9 measuring, 5–6 personal content, 3–4 personal advertising. */
function tcfAnswer({ gdprApplies, purpose }: Loose): Answers {
  const all = (...ids: number[]): boolean =>
    gdprApplies === false || ids.every((id) => purpose?.consents?.[id] === true);
  return { [ANALYTICS]: all(1, 8), [PERSONAL]: all(1, 5, 6), [ADS]: all(1, 3, 4) };
}

/** One `gtag('consent', …)`: an update is an answer; a default only where it says yes and holds everywhere. */
function googleAnswer([command, action, said]: Loose[number][]): Answers | undefined {
  if (command !== 'consent' || typeof said !== 'object' || said?.region) return undefined;
  const entries = Object.entries(said as Loose).filter(
    ([key, value]) =>
      /^(ad|analytics|personalization)_/.test(key) && (action === 'update' || value === 'granted'),
  );
  return sum(entries.map(([key, value]) => [key, value === 'granted']));
}

/**
 * Listens to whatever banner there is; `say` gets each answer, also the same one again. Where several speak, the banner
 * itself counts before TCF and TCF before Google's signals, so that two translations of one answer never take turns.
 * Never throws.
 */
export function listen(win: Window, say: (answers: Answers) => void): void {
  const page = win as unknown as Loose;
  let tcf = false;
  let klaro = false;
  let heard = 0;
  const safe =
    <A extends unknown[]>(rank: number, work: (...args: A) => Answers | undefined) =>
    (...args: A): void => {
      try {
        const answers = work(...args);
        if (!answers || rank < heard) return;
        heard = rank;
        say(answers);
      } catch {
        // A banner of another shape than documented: as if there were none.
      }
    };
  const google = safe(1, (entry: ArrayLike<unknown>) => googleAnswer(Array.from(entry)));
  const look = safe(3, () => {
    if (!tcf && page.__tcfapi) {
      tcf = true;
      page.__tcfapi(
        'addEventListener',
        2,
        safe(2, (data: Loose, ok: boolean) =>
          ok && (data.gdprApplies === false || /tcloaded|useractioncomplete/.test(data.eventStatus))
            ? tcfAnswer(data)
            : undefined,
        ),
      );
    }
    const manager = klaro ? undefined : page.klaro?.getManager?.();
    if (manager) {
      klaro = true;
      manager.watch({ update: look });
    }
    // Usercentrics 3 answers later; its categories say ALL_ACCEPTED, SOME_ACCEPTED or ALL_DENIED.
    page.__ucCmp?.getConsentDetails?.().then(
      safe(3, ({ categories, consent }: Loose) =>
        consent?.required === false || consent?.updatedBy === 'onInitialPageLoad'
          ? undefined
          : sum(
              Object.entries(categories as Loose).map(([c, v]) => [c, v.state === 'ALL_ACCEPTED']),
            ),
      ),
      () => {},
    );
    return bannerAnswer(page);
  });
  // Captured at the window it hears what is told to the document or an element, too.
  for (const name of SAYING.split(' ')) win.addEventListener(name, look, true);
  for (const ms of LOOKS) setTimeout(look, ms);
  const layer: unknown[] = (page.dataLayer ??= []);
  Array.from(layer).forEach((entry) => google(entry as ArrayLike<unknown>));
  const push = layer.push;
  layer.push = (...entries: unknown[]) => {
    const length = push.apply(layer, entries);
    entries.forEach((entry) => google(entry as ArrayLike<unknown>));
    return length;
  };
}
