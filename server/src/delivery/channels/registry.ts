/** Every channel. A new one is a folder and a line here (docs/recipes/channel.md). */
import { inbox } from './inbox/index.ts';
import { mail } from './mail/index.ts';
import type { ChannelModule, ChannelModules } from './module.ts';
import { push } from './push/index.ts';
import { sms } from './sms/index.ts';
import { staff } from './staff/index.ts';
import { telegram } from './telegram/index.ts';
import { webhook } from './webhook/index.ts';
import { whatsapp } from './whatsapp/index.ts';

/** The modules by name; each reads its own settings, so the registry need not know their form. */
export const CHANNEL_MODULES: ChannelModules = {
  mail: mail as unknown as ChannelModule,
  push: push as unknown as ChannelModule,
  inbox,
  sms: sms as unknown as ChannelModule,
  whatsapp: whatsapp as unknown as ChannelModule,
  telegram: telegram as unknown as ChannelModule,
  webhook: webhook as unknown as ChannelModule,
  staff,
};
