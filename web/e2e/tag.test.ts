/** The browser tag in a shop's page, in real Chromium, against everything that can go wrong around it. */
import { CALLS } from '@augenblick/sdk/stub';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launch, PATIENCE } from './browser.ts';
import { type Pages, servePages } from './pages.ts';
import { CONTENT, type SentItem, type ShopPage, shopPage, StandIn } from './tag-page.ts';

/** Everything the browser remembers of this page. */
const REMEMBERED =
  '[document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)]';

let browser: Browser;
let pages: Pages;
let html = '';
let policy: string | undefined;
beforeAll(async () => {
  browser = await launch();
  pages = await servePages((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (policy) response.setHeader('content-security-policy', policy);
    response.end(html);
  });
});
afterAll(async () => {
  await browser.close();
  pages.close();
});

let standIn: StandIn;
let page: Page;
beforeEach(async () => {
  standIn = new StandIn();
  standIn.content = { 'home-hero': CONTENT };
  await standIn.start();
  page = await (await browser.newContext({ locale: 'de-DE' })).newPage();
  page.setDefaultTimeout(PATIENCE.timeout);
});
afterEach(async () => {
  // Whatever happened: the page wrote no error and can still be used.
  expect(await page.evaluate('window.errors')).toEqual([]);
  await page.click('#buy');
  expect(await page.textContent('#buy')).toBe('Im Korb');
  await page.context().close();
  await standIn.stop();
});

async function open(shop: ShopPage = {}): Promise<void> {
  html = shopPage(standIn, shop, CALLS);
  policy = shop.policy;
  await page.goto(`${pages.origin}/?utm_source=brief&utm_campaign=herbst`);
}
const run = (code: string): Promise<unknown> => page.evaluate(code);
const CONSENT = 'augenblick.consent({ analytics: true, personalisation: true })';
/** For tests that look at a filled placement: a busy machine must not run into the time-out. */
const PATIENT = { options: { timeout: 30_000 } };
const GRANTED = {
  head: `<script nonce="n">window.augenblick=[['consent',{analytics:true}]]</script>`,
};

function arrived(...names: string[]): Promise<SentItem[]> {
  return vi.waitFor(() => {
    expect(standIn.names()).toEqual(expect.arrayContaining(names));
    return standIn.items;
  }, PATIENCE);
}
/** The slot has got its answer or has given up: the tag marks neither, so the promise of a second one is waited for. */
const settled = (): Promise<unknown> => run(`augenblick.placement('none', { timeout: 400 })`);
const own = (): Promise<boolean> => page.isVisible('#own');

describe('consent', () => {
  it('before it nothing is stored and nothing is sent; afterwards what waited is sent once', async () => {
    await open();
    await settled();
    expect(await run(REMEMBERED)).toEqual(['']);
    expect(standIn.bodies).toEqual([]);
    expect(await own()).toBe(true);
    await run(CONSENT);
    const items = await arrived('page', 'Segment Consent Preference Updated');
    expect(new Set(items.map((item) => item.messageId)).size).toBe(items.length);
    expect(items.find((item) => item.event)?.context.consent).toEqual({
      categoryPreferences: { analytics: true, personalisation: true },
    });
    expect(items[0]?.context.campaign).toEqual({ source: 'brief', name: 'herbst' });
    const [cookie, ...keys] = (await run(REMEMBERED)) as string[];
    expect(cookie).toBe(`augenblick_id=${items[0]?.anonymousId}`);
    expect(keys).toEqual(['augenblick']);
  });

  it('anonymous before it: sent, but stored nowhere', async () => {
    await open({ options: { beforeConsent: 'anonymous' } });
    await arrived('page');
    expect(await run(REMEMBERED)).toEqual(['']);
    await page.reload();
    // By id: what was under way when the page was left may have come twice, and counts once.
    const pagesSeen = (): SentItem[] =>
      standIn.items.filter(
        ({ type, messageId }, at, all) =>
          type === 'page' && all.findIndex((one) => one.messageId === messageId) === at,
      );
    await vi.waitFor(() => expect(pagesSeen()).toHaveLength(2), PATIENCE);
    const [first, second] = pagesSeen();
    expect(first?.anonymousId).not.toBe(second?.anonymousId);
  });

  it('withdrawn: says so once, then forgets everything and is silent', async () => {
    await open(GRANTED);
    const [before] = await arrived('page');
    await run(`augenblick.identify('k-1'); augenblick.consent({ analytics: false })`);
    const items = await arrived('Segment Consent Preference Updated');
    await vi.waitFor(() => {
      const last = standIn.items.filter((item) => item.context.consent).at(-1);
      expect(last?.context.consent).toEqual({ categoryPreferences: { analytics: false } });
      expect(last?.anonymousId).toBe(before?.anonymousId);
    }, PATIENCE);
    expect(items.length).toBeGreaterThan(0);
    expect(await run(REMEMBERED)).toEqual(['']);
    const count = standIn.items.length;
    await run(`augenblick.track('Nach dem Nein')`);
    await settled();
    expect(standIn.items).toHaveLength(count);
  });

  const BANNERS: Record<string, string> = {
    'Google Consent Mode': `window.dataLayer=[];function gtag(){dataLayer.push(arguments)}
      gtag('consent','default',{analytics_storage:'denied',ad_storage:'denied'});
      addEventListener('yes',()=>gtag('consent','update',{analytics_storage:'granted',ad_storage:'denied'}))`,
    'IAB TCF': `window.__tcfapi=function(c,v,cb){cb({eventStatus:'cmpuishown'},true);addEventListener('yes',()=>
      cb({eventStatus:'useractioncomplete',gdprApplies:true,purpose:{consents:{1:true,8:true}}},true))}`,
    Cookiebot: `window.Cookiebot={hasResponse:false,consent:{}};addEventListener('yes',()=>{
      Cookiebot.hasResponse=true;Cookiebot.consent={statistics:true,marketing:false,preferences:false};
      dispatchEvent(new Event('CookiebotOnAccept'))})`,
    OneTrust: `let done=false;window.OneTrust={IsAlertBoxClosed:()=>done};window.OnetrustActiveGroups=',C0001,';
      addEventListener('yes',()=>{done=true;OnetrustActiveGroups=',C0001,C0002,';
      dispatchEvent(new CustomEvent('OneTrustGroupsUpdated'))})`,
    'Usercentrics 2': `let open=true;window.UC_UI={isInitialized:()=>true,isConsentRequired:()=>open,
      getServicesBaseInfo:()=>[{categorySlug:'statistics',consent:{status:true}},{categorySlug:'marketing',consent:{status:false}}]};
      addEventListener('yes',()=>{open=false;dispatchEvent(new CustomEvent('UC_UI_CMP_EVENT'))})`,
    'Usercentrics 3': `let by='onInitialPageLoad';window.__ucCmp={getConsentDetails:async()=>({consent:{required:true,updatedBy:by},
      categories:{statistics:{state:'ALL_ACCEPTED'},marketing:{state:'ALL_DENIED'}}})};
      addEventListener('yes',()=>{by='onAcceptAllServices';dispatchEvent(new CustomEvent('UC_CONSENT'))})`,
    Klaro: `const w=[];const m={confirmed:false,consents:{matomo:true,ads:false},watch:x=>w.push(x),
      config:{services:[{name:'matomo',purposes:['analytics']},{name:'ads',purposes:['marketing']}]}};
      window.klaro={getManager:()=>m};addEventListener('yes',()=>{m.confirmed=true;w.forEach(x=>x.update(m,'saveConsents',{}))})`,
    Borlabs: `addEventListener('yes',()=>{document.cookie='borlabs-cookie='+encodeURIComponent(JSON.stringify(
      {consents:{essential:['a'],statistics:['matomo']}}));document.dispatchEvent(new Event('borlabs-cookie-consent-saved'))})`,
  };
  it.each(Object.keys(BANNERS))('hears %s', async (name) => {
    await open({ head: `<script nonce="n">${BANNERS[name]}</script>` });
    await settled();
    expect(standIn.bodies).toEqual([]);
    await run(`dispatchEvent(new Event('yes'))`);
    await arrived('page', 'Segment Consent Preference Updated');
    expect(await run('augenblick.consent()')).toMatchObject({
      analytics: true,
      advertising: false,
    });
  });

  it('a yes of an earlier visit is kept, with the same id', async () => {
    await open(GRANTED);
    const [first] = await arrived('page');
    await open();
    // By id: what was under way when the page was left may have come twice, and counts once.
    await vi.waitFor(() => {
      const views = standIn.items.filter((item) => item.type === 'page');
      expect(new Set(views.map((item) => item.messageId)).size).toBe(2);
    }, PATIENCE);
    expect(standIn.items.at(-1)?.anonymousId).toBe(first?.anonymousId);
  });
});

describe('placements', () => {
  it('are filled in the round trip of the page event, as text, and tell what becomes of them', async () => {
    standIn.moment = { kind: 'know', stage: 'compare', confidence: 0.8 };
    await open({
      ...PATIENT,
      head: `<script nonce="n">window.augenblick=[['consent',{analytics:true}],['on','moment',m=>window.moment=m],
        ['on','decision',d=>window.decision=d]]</script>`,
    });
    await page.waitForSelector('.agb-title');
    expect(standIn.bodies[0]?.placements).toEqual(['home-hero']);
    expect(standIn.bodies[0]?.batch.map((item) => item.type)).toContain('page');
    expect(await page.textContent('.agb-title')).toBe(CONTENT.headline);
    expect(await page.$$('.agb b')).toEqual([]);
    const hrefs = await page.$$eval('.agb a', (links) =>
      links.map((link) => link.getAttribute('href')),
    );
    expect(hrefs.every((href) => href?.startsWith(pages.origin))).toBe(true);
    expect(await page.$$('.agb img')).toEqual([]);
    expect(await page.textContent('.agb-price')).toMatch(/89,90/);
    expect(await run('moment.kind + decision.placement')).toBe('knowhome-hero');
    await arrived('Placement Shown');
    await page.click('.agb-button');
    await page.click('.agb-close');
    const items = await arrived('Placement Clicked', 'Placement Dismissed');
    for (const item of items.filter((one) => one.event?.startsWith('Placement')))
      expect(item.properties).toMatchObject({ decision_id: 'decision-home-hero' });
    expect(standIn.names().filter((name) => name === 'Placement Shown')).toHaveLength(1);
  });

  it('keep what the page has when nothing was decided', async () => {
    standIn.content = {};
    await open(GRANTED);
    await arrived('page');
    await settled();
    expect(await own()).toBe(true);
  });

  it('that come later are filled too', async () => {
    standIn.content = { late: { ...CONTENT, headline: 'Später' } };
    await open({ ...GRANTED, ...PATIENT });
    await arrived('page');
    await run(
      `{ const d = document.createElement('div'); d.dataset.augenblick = 'late'; document.body.append(d) }`,
    );
    await vi.waitFor(
      async () => expect(await page.textContent('body')).toContain('Später'),
      PATIENCE,
    );
  });

  it('that are wanted while a request is under way are asked for right after it', async () => {
    standIn.behaviour = 'slow';
    standIn.content = { late: CONTENT };
    await open(GRANTED);
    await vi.waitFor(() => expect(standIn.bodies).toHaveLength(1), PATIENCE);
    const asked = `augenblick.placement('late', { timeout: 30_000 }).then((d) => d && d.content.look)`;
    expect(await run(asked)).toBe('card');
  });

  it('of a page made on the server are only watched', async () => {
    standIn.content = {};
    await open({
      ...GRANTED,
      body: '<div data-augenblick="made" data-augenblick-decision="d-7"><a href="#x" id="made">Ansehen</a></div>',
    });
    await page.click('#made');
    const items = await arrived('Placement Shown', 'Placement Clicked');
    expect(items.filter((i) => i.event?.startsWith('Placement')).map((i) => i.properties)).toEqual([
      expect.objectContaining({ placement: 'made', decision_id: 'd-7' }),
      expect.objectContaining({ placement: 'made', decision_id: 'd-7' }),
    ]);
    expect(standIn.bodies.flatMap((body) => body.placements ?? [])).not.toContain('made');
  });

  it.each(['well', 'slow', 'error', 'rubbish', 'silent'] as const)(
    'nothing on the page jumps while the server answers %s',
    async (behaviour) => {
      standIn.behaviour = behaviour;
      await open({
        ...(behaviour === 'well' ? PATIENT : {}),
        head: `<script nonce="n">window.shift=0;new PerformanceObserver(l=>{for(const e of l.getEntries())shift+=e.value})
          .observe({type:'layout-shift',buffered:true});window.augenblick=[['consent',{analytics:true}]]</script>`,
      });
      if (behaviour === 'well') await page.waitForSelector('.agb');
      await settled();
      if (behaviour === 'slow')
        await vi.waitFor(() => expect(standIn.bodies.length).toBeGreaterThan(0), PATIENCE);
      expect(await own()).toBe(behaviour !== 'well');
      expect(await run('shift')).toBeLessThan(0.01);
    },
  );
});

describe('trouble', () => {
  it('server stopped: the page works, the events come when it is back, each once', async () => {
    await open(GRANTED);
    await arrived('page');
    standIn.fall();
    await run(`for (let i = 0; i < 5; i++) augenblick.track('Waehrenddessen', { i })`);
    await settled();
    standIn.rise();
    await run(`dispatchEvent(new Event('online'))`);
    await vi.waitFor(
      () => expect(standIn.names().filter((name) => name === 'Waehrenddessen')).toHaveLength(5),
      PATIENCE,
    );
    expect(new Set(standIn.items.map((item) => item.messageId)).size).toBe(standIn.items.length);
  });

  it.each(['error', 'rubbish'] as const)(
    'answers %s: tried again under the same id',
    async (behaviour) => {
      standIn.behaviour = behaviour;
      await open(GRANTED);
      await settled();
      standIn.behaviour = 'well';
      const items = await arrived('page');
      const ids = items.filter((item) => item.type === 'page').map((item) => item.messageId);
      expect(new Set(ids).size).toBe(1);
    },
  );

  it('offline over two pages: kept in the browser, sent once online', async () => {
    await open(GRANTED);
    await arrived('page');
    await page.context().setOffline(true);
    await run(`augenblick.track('Ohne Netz')`);
    await vi.waitFor(
      async () =>
        expect(await run(`localStorage['augenblick.waiting'] ?? ''`)).toContain('Ohne Netz'),
      PATIENCE,
    );
    await page.context().setOffline(false);
    await open();
    await arrived('Ohne Netz');
    const ids = standIn.items.filter((item) => item.event === 'Ohne Netz').map((i) => i.messageId);
    expect(new Set(ids).size).toBe(1);
    await vi.waitFor(
      async () => expect(await run(`localStorage['augenblick.waiting']`)).toBe(undefined),
      PATIENCE,
    );
  });

  it('leaving the page hands over what was not sent yet', async () => {
    await open(GRANTED);
    await arrived('page');
    await run(`augenblick.track('Im Gehen'); location.href = '/weiter'`);
    await arrived('Im Gehen');
    await page.waitForURL('**/weiter');
  });

  it('the same order told twice is one order', async () => {
    await open(GRANTED);
    await run(`augenblick.ordered({ order_id: 'b-1', total: 9, currency: 'EUR' })`);
    await run(`augenblick.ordered({ order_id: 'b-1', total: 9, currency: 'EUR' })`);
    const items = await vi.waitFor(() => {
      const orders = standIn.items.filter((item) => item.event === 'Order Completed');
      expect(orders).toHaveLength(2);
      return orders;
    }, PATIENCE);
    expect(items.map((item) => item.messageId)).toEqual(['order-b-1', 'order-b-1']);
  });

  it('a strict content security policy: draws without inline style or script', async () => {
    await open({
      ...PATIENT,
      policy: `default-src 'none'; script-src 'nonce-n' ${standIn.url}; connect-src ${standIn.url}`,
      head: `<script nonce="n">window.broken=[];addEventListener('securitypolicyviolation',e=>broken.push(e.effectiveDirective));
        window.augenblick=[['consent',{analytics:true}]]</script>`,
    });
    await page.waitForSelector('.agb');
    expect(await page.$eval('.agb', (box) => getComputedStyle(box).position)).toBe('relative');
    expect(await run('broken')).toEqual([]);
  });

  it('a policy that knows nothing of us: no tag, or no answer, and a page as before', async () => {
    await open({ ...GRANTED, policy: `default-src 'none'; script-src 'nonce-n'` });
    await settled();
    expect(await own()).toBe(true);
    await open({ ...GRANTED, policy: `default-src 'none'; script-src 'nonce-n' ${standIn.url}` });
    await settled();
    expect(await own()).toBe(true);
    expect(standIn.bodies).toEqual([]);
  });

  it('storage forbidden: as for a new shopper each time, nothing breaks', async () => {
    await open({
      ...PATIENT,
      head: `<script nonce="n">for (const name of ['localStorage','sessionStorage'])
        Object.defineProperty(window,name,{get(){throw new DOMException('no','SecurityError')}});
        Object.defineProperty(document,'cookie',{get(){throw new DOMException('no','SecurityError')},set(){throw new DOMException('no','SecurityError')}});
        window.augenblick=[['consent',{analytics:true}]]</script>`,
    });
    await page.waitForSelector('.agb');
    await arrived('page');
  });

  it('blocked: the page has its own content and its calls do nothing', async () => {
    await open({ ...GRANTED, blocked: true });
    expect(await own()).toBe(true);
    expect(standIn.bodies).toEqual([]);
  });
});

describe('identity and navigation', () => {
  it('identify, another customer, reset', async () => {
    await open(GRANTED);
    await run(`augenblick.identify('k-1', { name: 'Ute' }); augenblick.track('A');
      augenblick.identify('k-2'); augenblick.track('B'); augenblick.reset(); augenblick.track('C')`);
    await arrived('A', 'B', 'C');
    const of = (name: string) => standIn.items.find((item) => item.event === name);
    expect([of('A')?.userId, of('B')?.userId, of('C')?.userId]).toEqual(['k-1', 'k-2', undefined]);
    expect(new Set(['A', 'B', 'C'].map((name) => of(name)?.anonymousId)).size).toBe(3);
  });

  it('a navigation within the page is a page; the same address again is none', async () => {
    await open(GRANTED);
    await arrived('page');
    await run(
      `history.pushState({}, '', '/lampen'); document.title = 'Lampen'; history.replaceState({}, '', '/lampen#rot')`,
    );
    await vi.waitFor(
      () => expect(standIn.names().filter((name) => name === 'page')).toHaveLength(2),
      PATIENCE,
    );
    const { properties } = standIn.items.findLast((item) => item.type === 'page') as SentItem;
    expect(properties).toMatchObject({
      path: '/lampen',
      title: 'Lampen',
      referrer: `${pages.origin}/?utm_source=brief&utm_campaign=herbst`,
    });
    await page.goBack();
    await vi.waitFor(
      () => expect(standIn.names().filter((name) => name === 'page')).toHaveLength(3),
      PATIENCE,
    );
  });

  it('page speed is measured by a file that comes later, and told when the page is left', async () => {
    await open({
      options: { vitals: true },
      head: `<script nonce="n">window.augenblick=[['consent',{analytics:true}]];
        document.addEventListener('load',e=>{if(/vitals/.test(e.target.src))window.measuring=true},true);
        new PerformanceObserver(()=>window.painted=true).observe({type:'largest-contentful-paint',buffered:true})</script>`,
    });
    // The first press ends what counts as loading: before it something has been painted and the file has run.
    await page.waitForFunction('window.measuring && window.painted');
    await page.click('#buy');
    await run(`Object.defineProperty(document, 'hidden', { get: () => true });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`);
    const items = await arrived('Web Vitals');
    expect(items.find((item) => item.event === 'Web Vitals')?.properties).toMatchObject({
      device: 'desktop',
      page_type: 'home',
      cls: expect.any(Number),
      ttfb: expect.any(Number),
      lcp: expect.any(Number),
    });
  });
});
