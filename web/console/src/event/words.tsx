import { IDENTITY_KINDS, isSignup } from '@augenblick/contract';
import type { EventName, Identity, IdentityKind } from '@augenblick/contract';
import type { IconName } from '@augenblick/ui';
import { Chip, Icon, useTexts } from '@augenblick/ui/react';
import { eventNameTexts, eventTexts, identityTexts } from './texts.ts';

const KNOWN: ReadonlySet<string> = new Set(Object.keys(eventNameTexts.en));

/** Gives an event's name in shop words; a retailer's own name stays as it was sent. */
export function useEventWords(): (name: string) => string {
  const text = useTexts(eventNameTexts);
  return (name) => (KNOWN.has(name) ? text(name as EventName) : name);
}

/** Gives the word for a kind of identifier. */
export function useIdentityWords(): (identity: { kind: string; value: string }) => string {
  const text = useTexts(identityTexts);
  return ({ kind, value }) => {
    const known = IDENTITY_KINDS.find((one) => one === kind);
    if (known === undefined) return kind;
    return text(isSignup({ kind: known, value }) ? 'signup' : known);
  };
}

/** The drawing that stands for an identifier. */
export function identityIcon(identity: Identity): IconName {
  return isSignup(identity) ? 'list' : IDENTITY_ICONS[identity.kind];
}

const IDENTITY_ICONS: Readonly<Record<IdentityKind, IconName>> = {
  user_id: 'user',
  card: 'card',
  email: 'mail',
  phone: 'phone',
  external_id: 'link',
  anonymous_id: 'globe',
  device: 'device',
};

/**
 * Marks what the visitor simulation made; never leave it out where such a thing is shown. `head` stands beside the name of a
 * page, `mark` is the drawing alone, for a column whose words say it too.
 */
export function SimulatedChip({ look = 'word' }: { look?: 'word' | 'head' | 'mark' }) {
  const text = useTexts(eventTexts);
  if (look === 'mark')
    return (
      <Chip hint={text('simulatedHint')}>
        <Icon name="flask" size={12} label={text('simulated')} />
      </Chip>
    );
  return (
    <Chip
      icon="flask"
      hint={text('simulatedHint')}
      {...(look === 'head' ? { tone: 'caution' } : {})}
    >
      {text('simulated')}
    </Chip>
  );
}

/** A shopper's name, or "unknown" with the end of the id, by which two unknown ones can be told apart. */
export function useShopperName(): (shopper: { id: string; name: string | null }) => string {
  const text = useTexts(eventTexts);
  return ({ id, name }) => name ?? text('unknown', { id: id.slice(-6) });
}
