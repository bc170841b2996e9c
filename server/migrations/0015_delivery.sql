-- Messages: who was to get what through which channel, what became of it and why.

-- The installation's key for links in messages: who cannot know it cannot make up a link. Made when first needed.
create table delivery_key (
  one boolean primary key default true check (one),
  key bytea not null
);

-- What a retailer has set for all messages: how many a month through which channel.
create table delivery_rule (
  retailer_id int primary key references retailer on delete cascade,
  settings jsonb not null
);
alter table delivery_rule enable row level security;
create policy retailer_wall on delivery_rule using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- How many left in a month (years × 12 + month, in the retailer's zone) through a channel that has a limit.
create table delivery_budget (
  retailer_id int not null references retailer on delete cascade,
  channel text not null,
  month int not null,
  used int not null,
  primary key (retailer_id, channel, month)
);
alter table delivery_budget enable row level security;
create policy retailer_wall on delivery_budget using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- One row a message to one shopper. The id is made from the asker's key: asking twice is asking once. `lane` is the first
-- channel asked for: each lane of a retailer is worked off by itself, so that a service that hangs stops nothing else.
-- `priority`: 0 answers the shopper waits for, 1 journeys, 2 newsletters. `counted`: stands in the shopper's touch already,
-- so that a further try does not count again. `attempt` tells a late answer of an earlier try from that of the present one.
create table delivery (
  retailer_id int not null,
  id uuid not null,
  profile_id uuid not null,
  asked_at timestamptz not null,
  lane text not null,
  priority smallint not null,
  channels text[] not null,
  origin_kind text not null check (origin_kind in ('broadcast', 'journey', 'optin', 'test', 'api')),
  origin_id text not null,
  origin_step text,
  origin_version int not null,
  variant text,
  -- JSON as text: templateIds; caps, exclusiveGroup and address; facts of the trigger.
  templates text not null,
  rules text not null,
  data text not null,
  not_before timestamptz not null,
  not_after timestamptz,
  status text not null default 'waiting' check (status in ('waiting', 'sending', 'sent', 'delivered', 'bounced',
    'complained', 'failed', 'unknown', 'dropped')),
  -- Why it was left out, failed, or was put off last; what the other side said.
  reason text,
  words text,
  attempt int not null default 0,
  -- How often the other side said: not now.
  tries int not null default 0,
  counted boolean not null default false,
  channel text,
  address text,
  basis text,
  taken_at timestamptz,
  decided_at timestamptz,
  sent_at timestamptz,
  provider_id text,
  delivered_at timestamptz,
  opened_at timestamptz,
  clicked_at timestamptz,
  bounced_at timestamptz,
  complained_at timestamptz,
  unsubscribed_at timestamptz,
  replied_at timestamptz,
  primary key (retailer_id, id)
) with (fillfactor = 70);
create index delivery_due on delivery (retailer_id, lane, priority, not_before) where status = 'waiting';
create index delivery_open on delivery (taken_at) where status = 'sending';
create index delivery_unknown on delivery (not_before) where status = 'unknown';
create index delivery_profile on delivery (retailer_id, profile_id, asked_at desc);
create index delivery_origin on delivery (retailer_id, origin_kind, origin_id);
create index delivery_provider on delivery (retailer_id, provider_id) where provider_id is not null;
alter table delivery enable row level security;
create policy retailer_wall on delivery using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What a message was filled with (MessageData as JSON text, without its links): with the template's version it gives the
-- message as it was sent, for the browser view, the links in it and the console.
create table delivery_content (
  retailer_id int not null,
  id uuid not null,
  profile_id uuid not null,
  template_id uuid not null,
  template_version int not null,
  variant text,
  locale text not null,
  data text not null,
  primary key (retailer_id, id)
);
create index delivery_content_profile on delivery_content (retailer_id, profile_id);
alter table delivery_content enable row level security;
create policy retailer_wall on delivery_content using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Messages that are being handed over this very moment, some at a time. Reserved rows of a process that died go back to
-- waiting when they are not in here, and are `unknown` when they are.
create table delivery_handed (
  retailer_id int not null,
  id uuid not null,
  at timestamptz not null,
  deliveries uuid[] not null,
  primary key (retailer_id, id)
);
alter table delivery_handed enable row level security;
create policy retailer_wall on delivery_handed using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Results that are still to become events of their shoppers; written with the results, removed when ingest has them.
create table delivery_news (
  retailer_id int not null,
  id uuid not null,
  at timestamptz not null,
  news text not null,
  primary key (retailer_id, id)
);
alter table delivery_news enable row level security;
create policy retailer_wall on delivery_news using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
