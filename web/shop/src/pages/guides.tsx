/** @jsxImportSource preact */
import type { ShopGuide, ShopGuides, ShopList } from '@augenblick/contract/api/shop.ts';
import { useLayoutEffect } from 'preact/hooks';
import { useGet } from '../api.ts';
import { Cards } from '../parts/card.tsx';
import { Page, Slot } from '../parts/page.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { tell } from '../tag.ts';
import { t, words } from '../texts.ts';

/** All how-to pages. */
export function GuidesPage() {
  const found = useGet<ShopGuides>('/guides');
  return (
    <Page type="article" title={t('guides')} id="guides">
      <p class="lead">{t('guidesLead')}</p>
      {found === null && <Trouble />}
      <ul class="guides">
        {found?.guides.map((guide) => (
          <li key={guide.slug}>
            <a href={`/shop/ratgeber/${guide.slug}`}>
              <b>{words(guide.title)}</b>
              <span>{words(guide.lead)}</span>
              <span>{t('minutes', { n: guide.minutes })}</span>
            </a>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** One of them, with what is needed for it. */
export function GuidePage({ slug }: { slug: string }) {
  const found = useGet<ShopGuides>('/guides');
  const guide = found?.guides.find((one) => one.slug === slug);
  if (guide) return <Guide key={slug} guide={guide} />;
  if (found === undefined) return <main id="content" class="page" aria-busy="true" />;
  return (
    <Page type="howto" title={t('notFound')} id={`guide ${slug} missing`}>
      <Trouble />
    </Page>
  );
}

function Guide({ guide }: { guide: ShopGuide }) {
  const goods = useGet<ShopList>(`/products?category=${guide.category}&limit=4`);
  const title = words(guide.title);
  useLayoutEffect(() => tell('How-To Opened', { title, slug: guide.slug }), [guide.slug]);
  return (
    <Page type="howto" title={title} id={`guide ${guide.slug}`}>
      <p class="lead">{words(guide.lead)}</p>
      <p class="small">{t('minutes', { n: guide.minutes })}</p>
      <ol class="steps">
        {guide.steps.map((step) => (
          <li key={step.title.en}>
            <h2>{words(step.title)}</h2>
            <p>{words(step.text)}</p>
          </li>
        ))}
      </ol>
      <Slot
        name="guide-end"
        height={160}
        page={guide.slug}
        own={{ text: t('ownHelp'), label: t('ownHelpLink'), href: '/shop/hilfe' }}
      />
      <section>
        <h2>{t('youNeed')}</h2>
        {goods && <Cards items={goods.items} />}
      </section>
    </Page>
  );
}
