import type { Permission } from '@augenblick/contract';
import { defineTexts } from '@augenblick/ui';

const en: Readonly<Record<Permission, string>> = {
  'live.read': 'Watch Live',
  'shopper.read': 'Read shoppers',
  'shopper.write': 'Change shoppers',
  'shopper.export': 'Export shoppers',
  'shopper.erase': 'Erase shoppers',
  'source.read': 'Read sources',
  'source.write': 'Change sources',
  'import.write': 'Import files',
  'staff.read': 'See the team',
  'staff.write': 'Manage the team',
  'key.write': 'Manage API keys',
  'audit.read': 'Read the audit log',
  'retailer.write': 'Change the shop',
  'event.write': 'Send events',
  'moment.read': 'See moments',
  'segment.read': 'Read segments',
  'segment.write': 'Change segments',
  'offer.read': 'Read offers',
  'offer.write': 'Change offers',
  'campaign.read': 'Read campaigns',
  'campaign.write': 'Change campaigns',
  'decision.read': 'Read decisions',
};

const de: Readonly<Record<Permission, string>> = {
  'live.read': 'Live ansehen',
  'shopper.read': 'Kunden lesen',
  'shopper.write': 'Kunden ändern',
  'shopper.export': 'Kunden ausgeben',
  'shopper.erase': 'Kunden löschen',
  'source.read': 'Quellen lesen',
  'source.write': 'Quellen ändern',
  'import.write': 'Dateien importieren',
  'staff.read': 'Team sehen',
  'staff.write': 'Team verwalten',
  'key.write': 'API-Schlüssel verwalten',
  'audit.read': 'Protokoll lesen',
  'retailer.write': 'Geschäft ändern',
  'event.write': 'Ereignisse senden',
  'moment.read': 'Momente sehen',
  'segment.read': 'Segmente lesen',
  'segment.write': 'Segmente ändern',
  'offer.read': 'Angebote lesen',
  'offer.write': 'Angebote ändern',
  'campaign.read': 'Kampagnen lesen',
  'campaign.write': 'Kampagnen ändern',
  'decision.read': 'Entscheidungen lesen',
};

/** Rights in words. */
export const permissionTexts = defineTexts('permission', { en, de });
