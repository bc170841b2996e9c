/** @jsxImportSource preact */
import { useEffect } from 'preact/hooks';
import { Page } from '../parts/page.tsx';
import { front, language } from '../state.ts';
import { t } from '../texts.ts';

/** Where visitors sign up for mails: the retailer's own form, put in as on any page of any shop. */
export function PostPage() {
  const id = front.value?.newsletter ?? null;
  const lang = language.value;
  useEffect(() => {
    if (id === null) return undefined;
    const script = document.createElement('script');
    script.src = `/f/${id}.js`;
    script.dataset['lang'] = lang;
    document.head.append(script);
    return () => script.remove();
  }, [id, lang]);
  return (
    <Page type="newsletter" title={t('postTitle')} id="post">
      {id === null ? (
        <p>{t('postNone')}</p>
      ) : (
        <>
          <p>{t('postWhat')}</p>
          <div key={lang} class="sign-up" data-augenblick-form={id} />
          <h2>{t('postThen')}</h2>
          <ol class="post-then">
            <li>
              {t('postConfirm')}{' '}
              <a href="/messages?tab=inbox" target="_self">
                {t('postCaught')}
              </a>
            </li>
            <li>{t('postCart')}</li>
            <li>{t('postTill')}</li>
          </ol>
        </>
      )}
    </Page>
  );
}
