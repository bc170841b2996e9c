-- Channels: how each is set up, what the catcher caught, and what channels keep of shoppers.

-- One row a channel that was set up. `secrets`: field → text sealed under the installation's key (runtime/secret.ts). `own`:
-- sealed JSON of what we made ourselves (DKIM and VAPID keys, the key of bounce addresses). `inbound_hash`: of the secret
-- address at which the other side hands in bounces, receipts and replies. `revision` tells open transports to open again.
create table channel_setting (
  retailer_id int not null references retailer on delete cascade,
  channel text not null,
  mode text not null check (mode in ('off', 'catcher', 'live')),
  settings jsonb not null default '{}',
  secrets jsonb not null default '{}',
  own text,
  inbound_hash bytea unique,
  revision int not null default 1,
  updated_at timestamptz,
  health jsonb,
  primary key (retailer_id, channel)
);
alter table channel_setting enable row level security;
create policy retailer_wall on channel_setting using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What would have left: kept here by channels in mode `catcher`. `source` is the mail itself as the server would have got it.
create table caught_mail (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  at timestamptz not null,
  channel text not null,
  -- Null for test-sends: they go to no shopper.
  profile_id uuid,
  delivery_id uuid not null,
  test boolean not null,
  basis text not null check (basis in ('marketing', 'service')),
  address text not null,
  sender text,
  subject text not null,
  body text not null,
  html text,
  url text,
  picture text,
  source bytea,
  primary key (retailer_id, id)
);
-- The same delivery handed over twice is caught once.
create unique index caught_mail_delivery on caught_mail (retailer_id, delivery_id);
create index caught_mail_profile on caught_mail (retailer_id, profile_id) where profile_id is not null;
alter table caught_mail enable row level security;
create policy retailer_wall on caught_mail using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Addresses that are no identifiers of a shopper: push subscriptions, chats. They hang on an identifier and follow it when
-- shoppers are joined or taken apart; with the identifier they are erased. `detail` is what the channel needs to speak there.
-- `heard_at`: when the shopper last wrote (the 24-hour window of WhatsApp).
create table channel_address (
  retailer_id int not null,
  channel text not null,
  address_hash bytea not null,
  kind text not null,
  value text not null,
  detail text not null,
  created_at timestamptz not null,
  heard_at timestamptz,
  primary key (retailer_id, channel, address_hash),
  foreign key (retailer_id, kind, value) references identity (retailer_id, kind, value) on delete cascade
);
create index channel_address_identity on channel_address (retailer_id, kind, value);
alter table channel_address enable row level security;
create policy retailer_wall on channel_address using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- The inbox in the shopper's pass and on the site. The id is that of the delivery.
create table inbox_message (
  retailer_id int not null,
  profile_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  locale text not null,
  title text not null,
  body text not null,
  url text,
  picture text,
  read_at timestamptz,
  primary key (retailer_id, id)
);
create index inbox_message_profile on inbox_message (retailer_id, profile_id, at desc);
alter table inbox_message enable row level security;
create policy retailer_wall on inbox_message using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Hints for the team about a shopper, until somebody ticks them off.
create table staff_hint (
  retailer_id int not null,
  profile_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  title text not null,
  body text not null,
  url text,
  done_at timestamptz,
  done_by text,
  primary key (retailer_id, id)
);
create index staff_hint_open on staff_hint (retailer_id, at desc) where done_at is null;
create index staff_hint_profile on staff_hint (retailer_id, profile_id);
alter table staff_hint enable row level security;
create policy retailer_wall on staff_hint using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
