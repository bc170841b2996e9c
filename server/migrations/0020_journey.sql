-- Journeys: what is drawn, who is on the way, every step they took, and what is still to be looked at.

-- `draft` is what is being edited, `live` what is published as `version`; both as contract JourneyDraft.
create table journey (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  status text not null default 'draft' check (status in ('draft', 'live', 'paused', 'ended')),
  version int not null default 0,
  draft jsonb not null,
  live jsonb,
  playbook text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  published_at timestamptz,
  primary key (retailer_id, id)
);
alter table journey enable row level security;
create policy retailer_wall on journey using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Every version that was live. `moved`: who was on the way by the version before goes on by this one, from the step they
-- stand at, the next time they are looked at.
create table journey_version (
  retailer_id int not null,
  journey_id uuid not null,
  version int not null,
  definition jsonb not null,
  moved boolean not null default false,
  at timestamptz not null,
  by_name text not null,
  primary key (retailer_id, journey_id, version)
);
alter table journey_version enable row level security;
create policy retailer_wall on journey_version using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- A shopper's way through a journey. The id is made from journey and the fact that began it, so the same fact begins it once.
-- `anchor`: the identifier of that fact, by which the run follows its shopper when profiles are taken apart. `memory` as text:
-- visits, what the trigger said, what was given on the way. `parked`: due while the journey was paused.
create table journey_run (
  retailer_id int not null,
  id uuid not null,
  profile_id uuid not null,
  journey_id uuid not null,
  version int not null,
  key text not null,
  anchor text not null,
  status text not null check (status in ('active', 'done')),
  node text not null,
  entered_at timestamptz not null,
  since timestamptz not null,
  due_at timestamptz,
  parked boolean not null default false,
  goal_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  memory text not null,
  primary key (retailer_id, id)
) with (fillfactor = 80);
-- One way at a time for each cart, order or product.
create unique index journey_run_active on journey_run (retailer_id, profile_id, journey_id, key) where status = 'active';
create index journey_run_profile on journey_run (retailer_id, profile_id);
-- Who goes on by themselves, the earliest first.
create index journey_run_due on journey_run (due_at) where due_at is not null;
create index journey_run_node on journey_run (retailer_id, journey_id, node) where status = 'active';
create index journey_run_entered on journey_run (retailer_id, journey_id, entered_at desc, id desc);
alter table journey_run enable row level security;
create policy retailer_wall on journey_run using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Transitions: a node was left through a port (empty: the way ended there). Once for each visit of a node.
create table journey_step (
  retailer_id int not null,
  run_id uuid not null,
  node text not null,
  visit int not null,
  no int not null,
  profile_id uuid not null,
  port text not null,
  at timestamptz not null,
  detail text not null,
  primary key (retailer_id, run_id, node, visit)
);
create index journey_step_profile on journey_step (retailer_id, profile_id);
alter table journey_step enable row level security;
create policy retailer_wall on journey_step using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Counts by node and port, for the drawing. `kind`: step = left through a port, end = why a way ended, refused = who did not get
-- in, entered, goal. Several rows a count (`slot`), so that processes do not wait for each other.
create table journey_tally (
  retailer_id int not null,
  journey_id uuid not null,
  kind text not null,
  node text not null,
  port text not null,
  slot smallint not null,
  n bigint not null,
  primary key (retailer_id, journey_id, kind, node, port, slot)
) with (fillfactor = 70);
alter table journey_tally enable row level security;
create policy retailer_wall on journey_tally using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What happened to shoppers and concerns a journey; written with the events themselves, taken by the runner.
create table journey_inbox (
  retailer_id int not null,
  profile_id uuid not null,
  key text not null,
  type text not null,
  name text not null,
  at timestamptz not null,
  seen_at timestamptz not null,
  channel text not null,
  anchor text not null,
  data text not null,
  primary key (retailer_id, profile_id, key)
);
create index journey_inbox_seen on journey_inbox (seen_at);
alter table journey_inbox enable row level security;
create policy retailer_wall on journey_inbox using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What a step wants done elsewhere: a trait set (through ingest), a decision asked for. Written with the step, done after it
-- under the same key, then removed.
create table journey_effect (
  retailer_id int not null,
  key text not null,
  profile_id uuid not null,
  kind text not null,
  body text not null,
  due_at timestamptz not null,
  tries int not null default 0,
  primary key (retailer_id, key)
);
create index journey_effect_due on journey_effect (due_at);
create index journey_effect_profile on journey_effect (retailer_id, profile_id);
alter table journey_effect enable row level security;
create policy retailer_wall on journey_effect using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Days on which a date or schedule entry was gone through; `after` is how far, `done` when it was through.
create table journey_sweep (
  retailer_id int not null,
  journey_id uuid not null,
  entry text not null,
  day date not null,
  after uuid,
  done boolean not null default false,
  primary key (retailer_id, journey_id, entry, day)
);
alter table journey_sweep enable row level security;
create policy retailer_wall on journey_sweep using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Price and availability as they were looked at last; a difference is a price drop or a product that is back.
create table journey_product (
  retailer_id int not null,
  product_id text not null,
  price_minor bigint,
  available boolean not null,
  primary key (retailer_id, product_id)
);
alter table journey_product enable row level security;
create policy retailer_wall on journey_product using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
