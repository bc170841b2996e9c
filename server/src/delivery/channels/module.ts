/** A channel with what the console, the catcher and the door for hand-ins need beside its definition. */
import type { ChannelName, SettingField } from '@augenblick/contract';
import type { ChannelMode } from '@augenblick/contract/api/channel.ts';
import type { Channel, ChannelDeps, Outgoing } from '../channel.ts';
import type { SettingValues } from './field.ts';
import type { Notice, NoticeRequest } from './notice.ts';

type TwoLanguages = SettingField['label'];

/** A message as the catcher keeps it. */
export interface Caught {
  sender: string | null;
  subject: string;
  body: string;
  html: string | null;
  url: string | null;
  picture: string | null;
  /** The mail as it would have left. */
  source: Uint8Array | null;
  /** As `SendResult` has it. */
  providerId: string | null;
}

/** What we made ourselves and keep sealed: keys. */
export type OwnKeys = Record<string, string>;

/** One line of the registry. */
export interface ChannelModule<S = Record<string, unknown>> {
  channel: Channel<S>;
  /** One sentence: what it is for and what it needs. */
  about: TwoLanguages;
  /** The first one holds until somebody sets the channel up. */
  modes: readonly ChannelMode[];
  /** What a test-send asks for. */
  testTo: { label: TwoLanguages; needed: boolean };
  /** Where the other side hands things in, in words; absent where it never does. */
  inbound?: TwoLanguages;
  /** Keys to be made the first time somebody sets the channel up; those that are there stay. */
  makeOwn?(present: OwnKeys, deps: Pick<ChannelDeps, 'random'>): Promise<OwnKeys> | OwnKeys;
  /** What is missing beyond required fields; empty where it can go live. */
  missing?(values: SettingValues): { key: string; words: TwoLanguages }[];
  /** Writes messages as they would leave; without it, their texts are kept as they are. */
  writer?(settings: S, deps: ChannelDeps): (message: Outgoing) => Promise<Caught>;
  /** Reads what the other side handed in. Null = it is no notice of this channel: answered with 400. */
  receive?(settings: S, request: NoticeRequest): Promise<Notice | null>;
}

/** Every channel's module. */
export type ChannelModules = Readonly<Record<ChannelName, ChannelModule>>;
