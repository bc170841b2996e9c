/** Channels the page has words for. */
const CHANNELS = [
  'email',
  'sms',
  'push',
  'whatsapp',
  'telegram',
  'phone',
  'post',
  'app',
  'ads',
] as const;

/** The key of a channel's name; what is unknown is "in general". */
export function channelKey(channel: string): `channel.${(typeof CHANNELS)[number] | 'any'}` {
  return `channel.${CHANNELS.find((known) => known === channel) ?? 'any'}`;
}
