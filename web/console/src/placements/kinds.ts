import type { PlacementKind } from '@augenblick/contract';
import type { IconName } from '@augenblick/ui';

/** Drawing of each kind of place. */
export const PLACE_ICONS: Readonly<Record<PlacementKind, IconName>> = {
  web: 'globe',
  app: 'device',
  staff: 'user',
  kiosk: 'kiosk',
  mail: 'mail',
};

/** A key from a name: "Startseite oben" → `startseite-oben`; umlauts are spelled out. */
export function keyFrom(name: string): string {
  return name
    .toLocaleLowerCase('de')
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
}

/** What a person puts into a page; the room is kept free by the page itself, before any script runs. */
export function htmlOf(key: string, minHeight: number): string {
  const room = minHeight > 0 ? ` style="min-height: ${minHeight}px"` : '';
  return `<div data-augenblick="${key}"${room}></div>`;
}

/** How an app or a server asks for the place. */
export function httpOf(key: string, origin: string): string {
  const body = { requestId: '…', userId: '…', placements: [key] };
  return [
    `POST ${origin}/v1/decide`,
    'Authorization: Bearer agb_wk_…',
    'Content-Type: application/json',
    '',
    JSON.stringify(body, null, 2),
  ].join('\n');
}
