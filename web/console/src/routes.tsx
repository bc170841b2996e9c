import type { Permission } from '@augenblick/contract';
import { lazy, Suspense } from 'react';
import type { ComponentType } from 'react';
import { Navigate, useRoutes } from 'react-router';
import type { RouteObject } from 'react-router';
import { RequireSession } from './session/session.tsx';
import { Allowed } from './shell/allowed.tsx';
import { PLACES } from './shell/places.ts';
import { RouteError } from './shell/route-error.tsx';
import { Shell } from './shell/shell.tsx';

/** A page that is loaded when somebody goes there; a default export of its file. */
function page(
  path: string,
  load: () => Promise<{ default: ComponentType }>,
  needs = needsOf(path),
): RouteObject {
  const Page = lazy(load);
  const shown = (
    <Suspense>
      <Page />
    </Suspense>
  );
  return {
    path,
    element: (
      <RouteError key={path}>{needs ? <Allowed needs={needs}>{shown}</Allowed> : shown}</RouteError>
    ),
  };
}

/** What is asked for at a place of the rail is asked for at everything below it. */
function needsOf(path: string): Permission | undefined {
  return PLACES.find(({ to }) => path === to || path.startsWith(`${to}/`))?.needs;
}

/** Every address of the console, in one place. */
const ROUTES: RouteObject[] = [
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
      page('/segments', () => import('./segments/segments-page.tsx')),
      page('/segments/new', () => import('./segments/builder-page.tsx'), 'segment.write'),
      page('/segments/:segmentId', () => import('./segments/segment-page.tsx')),
      page(
        '/segments/:segmentId/edit',
        () => import('./segments/builder-page.tsx'),
        'segment.write',
      ),
      page('/campaigns', () => import('./campaigns/campaigns-page.tsx')),
      page('/campaigns/:campaignId', () => import('./campaigns/campaign-page.tsx')),
      page('/campaigns/:campaignId/edit', () => import('./campaigns/editor-page.tsx')),
      page('/campaigns/:campaignId/dry-run', () => import('./campaigns/dry-run-page.tsx')),
      page('/journeys', () => import('./journeys/journeys-page.tsx')),
      page('/journeys/:journeyId', () => import('./journeys/journey-page.tsx')),
      page('/journeys/:journeyId/edit', () => import('./journeys/editor-page.tsx')),
      page('/journeys/:journeyId/dry-run', () => import('./journeys/dry-run-page.tsx')),
      page('/offers', () => import('./offers/offers-page.tsx')),
      page('/offers/:offerId', () => import('./offers/offer-page.tsx')),
      page('/offers/:offerId/edit', () => import('./offers/editor-page.tsx')),
      page('/placements', () => import('./placements/placements-page.tsx')),
      page('/placements/:placementKey', () => import('./placements/placement-page.tsx')),
      page('/decisions', () => import('./decisions/decisions-page.tsx')),
      page('/messages', () => import('./messages/messages-page.tsx')),
      page('/messages/broadcasts/:broadcastId', () => import('./broadcasts/broadcast-page.tsx')),
      page('/messages/broadcasts/:broadcastId/edit', () => import('./broadcasts/editor-page.tsx')),
      page('/messages/brand', () => import('./templates/brand-page.tsx')),
      page('/messages/pictures', () => import('./templates/pictures-page.tsx')),
      page('/messages/templates/:templateId', () => import('./templates/editor-page.tsx')),
      page('/messages/channels/:channel', () => import('./channels/channel-page.tsx')),
      page('/consent', () => import('./consent/consent-page.tsx')),
      page('/consent/forms/:formId', () => import('./consent/form-page.tsx')),
      page('/sources', () => import('./sources/sources-page.tsx')),
      page('/sources/imports/:importId', () => import('./sources/import-page.tsx')),
      page('/sources/:sourceId', () => import('./sources/source-page.tsx')),
      page('/settings', () => import('./settings/account-page.tsx')),
      page('/settings/staff', () => import('./settings/staff-page.tsx'), 'staff.read'),
      page('/settings/keys', () => import('./settings/keys-page.tsx'), 'key.write'),
      page('/settings/retailer', () => import('./settings/retailer-page.tsx')),
      page('/settings/moments', () => import('./settings/learning-page.tsx'), 'moment.read'),
      page('/settings/retention', () => import('./settings/retention-page.tsx'), 'consent.read'),
      page('/settings/audit', () => import('./settings/audit-page.tsx'), 'audit.read'),
      page('*', () => import('./shell/not-found-page.tsx')),
    ],
  },
];

/** Draws the page of the present address. */
export function Routes() {
  return useRoutes(ROUTES);
}
