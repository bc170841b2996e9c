import type { ChannelMode, ChannelView, DnsFinding } from '@augenblick/contract/api/channel.ts';
import { Chip, useTexts } from '@augenblick/ui/react';
import { channelTexts } from './texts.ts';

const MODE_TONES = { off: 'plain', catcher: 'caution', live: 'good' } as const;
const MODE_ICONS = { off: 'pause', catcher: 'inbox', live: 'play' } as const;

/** What happens with a channel's messages: colour, drawing, word. */
export function ModeChip({ mode }: { mode: ChannelMode }) {
  const text = useTexts(channelTexts);
  return (
    <Chip tone={MODE_TONES[mode]} icon={MODE_ICONS[mode]}>
      {text(`mode.${mode}`)}
    </Chip>
  );
}

const HEALTH_TONES = {
  ready: 'good',
  warning: 'caution',
  failing: 'bad',
  unknown: 'plain',
} as const;
const HEALTH_ICONS = {
  ready: 'check',
  warning: 'warning',
  failing: 'error',
  unknown: 'minus',
} as const;

/** How a channel is doing. */
export function HealthChip({ state }: { state: ChannelView['health']['state'] }) {
  const text = useTexts(channelTexts);
  return (
    <Chip tone={HEALTH_TONES[state]} icon={HEALTH_ICONS[state]}>
      {text(`health.${state}`)}
    </Chip>
  );
}

const DNS_TONES = { good: 'good', warning: 'caution', missing: 'bad', unknown: 'plain' } as const;
const DNS_ICONS = {
  good: 'check',
  warning: 'warning',
  missing: 'error',
  unknown: 'minus',
} as const;

/** What an entry of the DNS is worth. */
export function DnsChip({ state }: { state: DnsFinding['state'] }) {
  const text = useTexts(channelTexts);
  return (
    <Chip tone={DNS_TONES[state]} icon={DNS_ICONS[state]}>
      {text(`state.${state}`)}
    </Chip>
  );
}
