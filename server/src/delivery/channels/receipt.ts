/** What comes back through a channel, told to whoever keeps the messages. */
import type { ChannelName, DeliveryReason, ReceiptKind, RetailerId } from '@augenblick/contract';

/** One notice about one message. */
export interface Receipt {
  channel: ChannelName;
  kind: ReceiptKind;
  /** The message's id, where the notice names it. */
  deliveryId: string | null;
  /** Else the other side's own number of the message. */
  providerId: string | null;
  /** Of bounces: true = never again to this address. False = full, away, later. */
  permanent: boolean;
  reason: DeliveryReason | null;
  /** What the other side said, shortened, without addresses. */
  words: string;
  /** When it happened there (ms); never in the future. */
  at: number;
}

/** Takes notices in; the same one twice changes nothing. Unknown messages are passed over. */
export type TakeReceipts = (retailerId: RetailerId, receipts: readonly Receipt[]) => Promise<void>;
