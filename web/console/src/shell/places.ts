import { ROLE_PERMISSIONS } from '@augenblick/contract';
import type { Permission } from '@augenblick/contract';
import type { IconName } from '@augenblick/ui';
import { useRetailer } from '../session/session.tsx';

/** A place of daily work: in the rail, in the palette, and one G and a letter away. */
export interface Place {
  /** Its key among the texts of the shell. */
  name:
    | 'live'
    | 'shoppers'
    | 'segments'
    | 'campaigns'
    | 'journeys'
    | 'messages'
    | 'offers'
    | 'placements'
    | 'decisions'
    | 'consent'
    | 'sources';
  to: string;
  icon: IconName;
  needs: Permission;
  letter: string;
}

/** Places in the order of the rail: who is here, who they are, what is said to them, where, and why. */
export const PLACES: readonly Place[] = [
  { name: 'live', to: '/live', icon: 'live', needs: 'live.read', letter: 'l' },
  { name: 'shoppers', to: '/shoppers', icon: 'shoppers', needs: 'shopper.read', letter: 's' },
  { name: 'segments', to: '/segments', icon: 'segments', needs: 'segment.read', letter: 'm' },
  { name: 'campaigns', to: '/campaigns', icon: 'campaigns', needs: 'campaign.read', letter: 'c' },
  { name: 'messages', to: '/messages', icon: 'mail', needs: 'message.read', letter: 'n' },
  { name: 'journeys', to: '/journeys', icon: 'journeys', needs: 'journey.read', letter: 'j' },
  { name: 'offers', to: '/offers', icon: 'tag', needs: 'offer.read', letter: 'o' },
  {
    name: 'placements',
    to: '/placements',
    icon: 'placements',
    needs: 'campaign.read',
    letter: 'p',
  },
  { name: 'decisions', to: '/decisions', icon: 'decisions', needs: 'decision.read', letter: 'd' },
  { name: 'consent', to: '/consent', icon: 'shield', needs: 'consent.read', letter: 'w' },
  { name: 'sources', to: '/sources', icon: 'sources', needs: 'source.read', letter: 'q' },
];

/** The letter of the settings, which stand below the places. */
export const SETTINGS_LETTER = 'e';

/** The places that this person's role may see. */
export function usePlaces(): Place[] {
  const { role } = useRetailer();
  return PLACES.filter(({ needs }) => ROLE_PERMISSIONS[role].includes(needs));
}
