import type { IngestResult, RetailerId, Source } from '@augenblick/contract';
import type { Limits, WriteAudit } from '../access/index.ts';
import type { SuppressionList } from '../consent/index.ts';
import type { LinkRead } from '../delivery/index.ts';
import type { Clock, Database, Ids, TransactionSql } from '../runtime/index.ts';
import type { Look } from './look.ts';

/** What sign-ups and the pages for shoppers need of the house. */
export interface OptinDeps {
  database: Database;
  clock: Clock;
  ids: Ids;
  audit: WriteAudit;
  limits: Limits;
  list: SuppressionList;
  submit: (source: Source, items: readonly unknown[]) => Promise<IngestResult[]>;
  /**
   * The retailer's own sources: `forms` is public, so that an address typed there is a claim; `consent` is believed, because
   * whoever confirms or unsubscribes has read their mail.
   */
  sourceOf: (retailerId: RetailerId, which: 'forms' | 'consent') => Promise<Source>;
  lookOf: (retailerId: RetailerId) => Promise<Look>;
  /** The published service template of confirmation mails, made when there is none; null when it cannot be. */
  confirmationTemplate: (
    sql: TransactionSql,
    retailerId: RetailerId,
  ) => Promise<{ id: string; version: number } | null>;
  /**
   * Where this installation is reached, without a slash at the end. Links in mails are made with it and never with what a
   * request says its host is: that is the asker's word, and the mail goes to somebody else.
   */
  address: () => string;
  /** Tells delivery that there is something to send. */
  ring: () => void;
  /** What a message said, as it was sent: its Message-ID and its content; null while nothing left. */
  sentMail: (
    retailerId: RetailerId,
    deliveryId: string,
  ) => Promise<{ messageId: string | null; content: string } | null>;
  /** The published service template of mails that ask a shopper whether it was them; null when it cannot be made. */
  matterTemplate: (
    sql: TransactionSql,
    retailerId: RetailerId,
  ) => Promise<{ id: string; version: number } | null>;
  /** Whose message a link's token names and for what; null when it was not made here. */
  readLink: (token: string) => Promise<LinkRead | null>;
  /** The token with which a message's reader opens their own pages. */
  ownToken: (retailerId: RetailerId, deliveryId: string) => Promise<string>;
  /** Notes with the message that its reader unsubscribed. */
  leftBy: (retailerId: RetailerId, deliveryId: string, at: number) => Promise<void>;
}
