/** What a member of staff may do at one retailer. */
export const ROLES = ['owner', 'marketing', 'staff', 'analyst', 'developer'] as const;
export type Role = (typeof ROLES)[number];

/** Rights that routes ask for; a role is a set of them. */
export const PERMISSIONS = [
  'live.read',
  'shopper.read',
  'shopper.write',
  'shopper.export',
  'shopper.erase',
  'source.read',
  'source.write',
  'import.write',
  'staff.read',
  'staff.write',
  'key.write',
  'audit.read',
  'retailer.write',
  'event.write',
  'moment.read',
  'segment.read',
  'segment.write',
  'offer.read',
  'offer.write',
  'campaign.read',
  'campaign.write',
  'decision.read',
  'message.read',
  'message.write',
  'journey.read',
  'journey.write',
  'consent.read',
  'consent.write',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const ALL = [...PERMISSIONS];
const NOT_MARKETING: readonly Permission[] = [
  'staff.write',
  'key.write',
  'retailer.write',
  'shopper.erase',
  'audit.read',
];

/** Which role holds which right. Owners may do everything at their retailer. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  owner: ALL,
  marketing: ALL.filter((permission) => !NOT_MARKETING.includes(permission)),
  staff: ['live.read', 'moment.read', 'shopper.read', 'shopper.write'],
  analyst: [
    'live.read',
    'moment.read',
    'shopper.read',
    'source.read',
    'segment.read',
    'offer.read',
    'campaign.read',
    'decision.read',
    'message.read',
    'journey.read',
    'consent.read',
  ],
  developer: [
    'live.read',
    'source.read',
    'source.write',
    'import.write',
    'key.write',
    'event.write',
    'shopper.read',
    'moment.read',
    'segment.read',
    'offer.read',
    'campaign.read',
    'decision.read',
    'message.read',
    'journey.read',
    'consent.read',
  ],
};
