-- The write path's tables. `retailer_id` leads every key; rows of one shopper carry `profile_id`, so that tables can be
-- spread by it. Row-level security is the second lock: connections of role augenblick_app see one retailer's rows only.
-- The write path itself runs as the owner of the tables (COPY is not possible under row-level security).

create function current_retailer() returns int stable parallel safe language sql
  as $$ select nullif(current_setting('augenblick.retailer_id', true), '')::int $$;

create table retailer (
  id int primary key generated always as identity,
  slug text not null unique,
  name text not null,
  currency text not null default 'EUR',
  zone text not null default 'Europe/Berlin',
  locale text not null default 'de' check (locale in ('de', 'en')),
  colour text not null default '#0F5563',
  demo boolean not null default false,
  created_at timestamptz not null default now()
);
alter table retailer enable row level security;
create policy retailer_wall on retailer using (id = current_retailer()) with check (id = current_retailer());

create table source (
  retailer_id int not null references retailer on delete cascade,
  id int not null generated always as identity unique,
  kind text not null,
  name text not null,
  trust text not null check (trust in ('public', 'trusted')),
  currency text not null default 'EUR',
  simulated boolean not null default false,
  paused_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (retailer_id, id)
);
alter table source enable row level security;
create policy retailer_wall on source using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- One row an event. `id` is derived from source and message id: the primary key is the de-duplication. `seq` is the order in
-- which a shopper's events were folded into the state (microseconds, made unique per shopper). `anchor` is the strongest
-- identifier the event carried, 'kind:value'; it decides whose event this is when identities are joined or taken apart.
create table event (
  retailer_id int not null,
  id uuid not null,
  profile_id uuid not null,
  seq bigint not null,
  at timestamptz not null,
  received_at timestamptz not null,
  source_id int not null,
  kind text not null,
  name text not null,
  anchor text,
  body jsonb not null,
  primary key (retailer_id, id)
);
create index event_profile on event (retailer_id, profile_id, seq);
create index event_received on event using brin (received_at);
alter table event enable row level security;
create policy retailer_wall on event using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- The folded state of a shopper, JSON as text: it is written with every batch (as json it cost three times the server's
-- time, as jsonb five times), compared byte for byte with a rebuild, and searched only by casting. No further index, room on the page: updates stay on it (HOT).
create table profile (
  retailer_id int not null,
  id uuid not null,
  version int not null,
  seq bigint not null,
  last_at timestamptz not null,
  state text not null,
  primary key (retailer_id, id)
) with (fillfactor = 60, toast_tuple_target = 8160);
alter table profile alter column state set storage main;
alter table profile enable row level security;
create policy retailer_wall on profile using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What lists and searches show of a shopper. Rewritten only when something in it changes; `seen_on` changes once a day.
-- `search` holds name, e-mail, phone, card and ids in lower case.
create table profile_card (
  retailer_id int not null,
  profile_id uuid not null,
  name text,
  email text,
  phone text,
  city text,
  identified boolean not null,
  orders int not null,
  revenue_minor bigint not null,
  currency text,
  first_at timestamptz not null,
  seen_on date not null,
  search text not null,
  simulated boolean not null default false,
  primary key (retailer_id, profile_id)
);
create index profile_card_seen on profile_card (retailer_id, seen_on desc, profile_id);
create index profile_card_revenue on profile_card (retailer_id, revenue_minor desc, profile_id);
alter table profile_card enable row level security;
create policy retailer_wall on profile_card using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- An identifier and the profile it belongs to now. `home_id` is the profile it would have all by itself; a group of
-- joined identifiers has the smallest (oldest) home as its profile id, so taking it apart gives the old ids back.
create table identity (
  retailer_id int not null,
  kind text not null,
  value text not null,
  profile_id uuid not null,
  home_id uuid not null,
  shared boolean not null default false,
  first_at timestamptz not null,
  event_id uuid not null,
  primary key (retailer_id, kind, value)
);
create index identity_profile on identity (retailer_id, profile_id);
alter table identity enable row level security;
create policy retailer_wall on identity using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Two identifiers seen together with proof, 'kind:value' each, the stronger first. The partition into shoppers is a function
-- of these rows and of nothing else, least of all of the order they came in. `cut_at`: taken apart by staff, for good.
create table identity_link (
  retailer_id int not null,
  a text not null,
  b text not null,
  event_id uuid not null,
  at timestamptz not null,
  origin text not null check (origin in ('event', 'alias', 'staff')),
  cut_at timestamptz,
  primary key (retailer_id, a, b)
);
create index identity_link_b on identity_link (retailer_id, b);
alter table identity_link enable row level security;
create policy retailer_wall on identity_link using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- The merge log: every move of an identifier from one profile to another, and why.
create table identity_change (
  retailer_id int not null,
  id uuid not null,
  at timestamptz not null,
  identity text not null,
  from_profile uuid,
  to_profile uuid not null,
  reason text not null check (reason in ('first_seen', 'linked', 'shared', 'limit', 'staff_merge', 'staff_unmerge')),
  event_id uuid,
  staff_id uuid,
  primary key (retailer_id, id)
);
create index identity_change_to on identity_change (retailer_id, to_profile);
create index identity_change_from on identity_change (retailer_id, from_profile);
alter table identity_change enable row level security;
create policy retailer_wall on identity_change using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- An order as it stands after every event about it. Kept per shopper: nobody's browser can touch another's order by
-- guessing its number. Sales to nobody known carry the nil profile.
create table customer_order (
  retailer_id int not null,
  profile_id uuid not null,
  order_id text not null,
  kind text not null check (kind in ('sale', 'return', 'adjustment')),
  status text not null check (status in ('completed', 'cancelled', 'partly_returned', 'returned')),
  at timestamptz not null,
  currency text not null,
  total_minor bigint not null,
  shipping_minor bigint not null,
  tax_minor bigint not null,
  discount_minor bigint not null,
  refunded_minor bigint not null,
  coupon text,
  channel text not null,
  store_id text,
  source_id int not null,
  event_id uuid not null,
  primary key (retailer_id, order_id, profile_id)
);
create index customer_order_profile on customer_order (retailer_id, profile_id, at desc);
create index customer_order_at on customer_order (retailer_id, at);
alter table customer_order enable row level security;
create policy retailer_wall on customer_order using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

create table order_line (
  retailer_id int not null,
  profile_id uuid not null,
  order_id text not null,
  line_no int not null,
  product_id text not null,
  name text not null,
  category text,
  brand text,
  variant text,
  quantity numeric(14, 3) not null,
  unit_price_minor bigint not null,
  event_id uuid not null,
  primary key (retailer_id, order_id, profile_id, line_no)
);
create index order_line_product on order_line (retailer_id, product_id);
alter table order_line enable row level security;
create policy retailer_wall on order_line using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Consent as facts with proof; the present state is folded from them into the profile.
create table consent (
  retailer_id int not null,
  profile_id uuid not null,
  event_id uuid not null,
  purpose text not null,
  channel text not null,
  state text not null check (state in ('granted', 'requested', 'withdrawn')),
  at timestamptz not null,
  wording text,
  wording_version text,
  method text,
  place text,
  staff text,
  ip text,
  user_agent text,
  source_id int not null,
  primary key (retailer_id, event_id, purpose, channel)
);
create index consent_profile on consent (retailer_id, profile_id, at);
alter table consent enable row level security;
create policy retailer_wall on consent using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What could not be stored, and why (contract: DROP_REASONS). The body is kept as text, cut at 32 KB.
create table dead_letter (
  retailer_id int not null,
  id uuid not null,
  received_at timestamptz not null,
  source_id int not null,
  reason text not null,
  detail text,
  body text not null,
  primary key (retailer_id, id)
);
create index dead_letter_received on dead_letter (retailer_id, received_at desc);
alter table dead_letter enable row level security;
create policy retailer_wall on dead_letter using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
