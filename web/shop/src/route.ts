import { computed, signal } from '@preact/signals';

/** Where everything of the shop lives. */
export const BASE = '/shop';

/** The address below BASE, with its query. */
const address = signal({ path: pathOf(), query: new URLSearchParams(location.search) });

/** Steps of the path: ['artikel', '85123A']. */
export const steps = computed(() => address.value.path.split('/').filter(Boolean));
/** What stands after the question mark. */
export const query = computed(() => address.value.query);

function pathOf(): string {
  return decodeURIComponent(location.pathname).replace(/^\/shop/, '') || '/';
}

function read(): void {
  address.value = { path: pathOf(), query: new URLSearchParams(location.search) };
}

/** Goes to a page of the shop: `go('/warenkorb')`. */
export function go(to: string): void {
  const url = BASE + (to === '/' ? '' : to);
  if (url !== location.pathname + location.search) history.pushState(null, '', url);
  read();
  scrollTo(0, 0);
}

/** Names that contents made for any shop use for pages; here they are called otherwise. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '/': '/',
  '/search': '/suche',
  '/guides': '/ratgeber',
  '/projects': '/ratgeber',
  '/help': '/hilfe',
  '/stores': '/filialen',
  '/cart': '/warenkorb',
  '/checkout': '/kasse',
  '/wishlist': '/merkzettel',
  '/compare': '/vergleich',
  '/reviews': '/bewerten',
};

/** Follows links of the shop without loading the page again; new tabs and other sites stay as they are. */
export function followLinks(): void {
  addEventListener('popstate', read);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey) return;
    const link = (event.target as Element).closest('a');
    if (!link || link.target || link.origin !== location.origin) return;
    const { pathname, search } = link;
    const inside = pathname === BASE || pathname.startsWith(`${BASE}/`);
    const to = inside
      ? pathname.slice(BASE.length) || '/'
      : link.closest('.agb') && ELSEWHERE[pathname];
    if (!to) return;
    event.preventDefault();
    go(to + search);
  });
}
