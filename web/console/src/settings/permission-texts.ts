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
};

/** Rights in words. */
export const permissionTexts = defineTexts('permission', { en, de });
