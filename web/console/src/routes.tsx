import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate } from 'react-router';
import type { RouteObject } from 'react-router';
import { RouteError } from './shell/route-error.tsx';
import { Shell } from './shell/shell.tsx';
import { RequireSession } from './session/session.tsx';

/** A page that is loaded when somebody goes there. */
function page(path: string, load: () => Promise<{ default: ComponentType }>): RouteObject {
  return {
    path,
    errorElement: <RouteError />,
    lazy: async () => ({ Component: (await load()).default }),
  };
}

/** Every address of the console, in one place. Pages are default exports of their file. */
export const router = createBrowserRouter([
  {
    errorElement: <RouteError />,
    // The first page is on its way; the document's ground shows until it is there.
    hydrateFallbackElement: <></>,
    children: [
      page('/sign-in', () => import('./session/sign-in-page.tsx')),
      page('/setup/:token', () => import('./session/setup-page.tsx')),
      page('/invitation/:token', () => import('./session/invitation-page.tsx')),
      {
        element: (
          <RequireSession>
            <Shell />
          </RequireSession>
        ),
        children: [
          { path: '/', element: <Navigate to="/live" replace /> },
          page('/live', () => import('./live/live-page.tsx')),
          page('/shoppers', () => import('./shoppers/shoppers-page.tsx')),
          page('/shoppers/:profileId', () => import('./shoppers/shopper-page.tsx')),
          page('/sources', () => import('./sources/sources-page.tsx')),
          page('/sources/:sourceId', () => import('./sources/source-page.tsx')),
          page('/settings', () => import('./settings/account-page.tsx')),
          page('/settings/staff', () => import('./settings/staff-page.tsx')),
          page('/settings/keys', () => import('./settings/keys-page.tsx')),
          page('/settings/retailer', () => import('./settings/retailer-page.tsx')),
          page('/settings/audit', () => import('./settings/audit-page.tsx')),
          page('*', () => import('./shell/not-found-page.tsx')),
        ],
      },
    ],
  },
]);
