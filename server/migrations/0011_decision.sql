-- Decisions: what was asked, what was answered and why, what a shopper has been shown, and what came of it.

-- What a shop has set for all its decisions. `salt` makes the comparison groups unguessable; it is never changed. `revision`
-- rises with every change of settings and every new model, so that processes know when to load again.
create table decision_rule (
  retailer_id int primary key references retailer on delete cascade,
  salt text not null,
  settings jsonb not null,
  model_version int not null default 0,
  revision int not null default 0
);
alter table decision_rule enable row level security;
create policy retailer_wall on decision_rule using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What a source may do: ask for reasons, and prove who is signed in.
create table decision_source (
  retailer_id int not null,
  source_id int not null,
  explain boolean not null default false,
  secret text,
  primary key (retailer_id, source_id),
  foreign key (retailer_id, source_id) references source on delete cascade
);
alter table decision_source enable row level security;
create policy retailer_wall on decision_source using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What a shopper has been shown, JSON as text (TouchMemory). Locked while it is decided for the shopper: caps are exact.
create table touch (
  retailer_id int not null,
  profile_id uuid not null,
  version int not null,
  memory text not null,
  primary key (retailer_id, profile_id)
) with (fillfactor = 60);
alter table touch enable row level security;
create policy retailer_wall on touch using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- The options that decisions speak of by number: one row for each set of campaigns, versions and variants.
create table decision_basis (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  at timestamptz not null,
  body text not null,
  primary key (retailer_id, id)
);
alter table decision_basis enable row level security;
create policy retailer_wall on decision_basis using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- One row a question and placement. The id is made from source, asker, request id and placement: asking again finds it.
-- `trace` holds every option in a short form (trace.ts). What came of it is written into the row by the learning job;
-- those columns stand in no index, so that such updates stay on the page.
create table decision (
  retailer_id int not null,
  id uuid not null,
  at timestamptz not null,
  profile_id uuid not null,
  source_id int not null,
  request text not null,
  placement text not null,
  result text not null check (result in ('campaign', 'nothing_fits', 'global_holdout', 'campaign_holdout')),
  campaign_id uuid,
  variant_id text,
  held_campaign_id uuid,
  held_variant_id text,
  kind text not null check (kind in ('know', 'go', 'do', 'buy', 'none')),
  stage text,
  confidence real,
  moment_id text,
  signals int not null,
  propensity real,
  basis_id uuid not null,
  model_version int not null,
  trace text not null,
  features smallint[] not null,
  simulated boolean not null,
  shown_at timestamptz,
  clicked_at timestamptz,
  dismissed_at timestamptz,
  goal_at timestamptz,
  goal_event_id uuid,
  goal_minor bigint,
  -- Counted and entered into the comparison by the learning job.
  counted boolean not null default false,
  primary key (retailer_id, id)
) with (fillfactor = 85);
create index decision_at on decision (retailer_id, at desc, id desc);
create index decision_profile on decision (retailer_id, profile_id, at desc);
create index decision_campaign on decision (retailer_id, campaign_id, at desc) where campaign_id is not null;
create index decision_held on decision (retailer_id, held_campaign_id, at desc) where held_campaign_id is not null;
alter table decision enable row level security;
create policy retailer_wall on decision using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Counts by day of the decision, campaign, variant, placement and moment kind; what learning and the pages read.
create table decision_count (
  retailer_id int not null references retailer on delete cascade,
  day date not null,
  campaign_id uuid not null,
  variant_id text not null,
  placement text not null,
  kind text not null,
  decided int not null default 0,
  shown int not null default 0,
  clicked int not null default 0,
  dismissed int not null default 0,
  goals int not null default 0,
  revenue_minor bigint not null default 0,
  primary key (retailer_id, day, campaign_id, variant_id, placement, kind)
);
alter table decision_count enable row level security;
create policy retailer_wall on decision_count using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Every shopper a campaign won for or would have won for, once: the two arms that are compared. The nil campaign stands for
-- all of them together (against the comparison group of the shop).
create table exposure (
  retailer_id int not null,
  campaign_id uuid not null,
  profile_id uuid not null,
  held boolean not null,
  at timestamptz not null,
  until timestamptz not null,
  goal_event text not null,
  goal_at timestamptz,
  revenue_minor bigint not null default 0,
  primary key (retailer_id, campaign_id, profile_id)
);
create index exposure_profile on exposure (retailer_id, profile_id);
create index exposure_at on exposure (retailer_id, campaign_id, at);
alter table exposure enable row level security;
create policy retailer_wall on exposure using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- How far the learning job has come, and what it believed: each version that decisions were made with.
create table decision_learning (
  retailer_id int primary key references retailer on delete cascade,
  -- Decisions and events up to here have been looked at; what was shown up to `settled_to` has taught the weights.
  seen_to timestamptz not null,
  settled_to timestamptz not null,
  logistic text not null default '{}',
  changed boolean not null default false,
  published_at timestamptz
);
alter table decision_learning enable row level security;
create policy retailer_wall on decision_learning using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

create table response_model (
  retailer_id int not null references retailer on delete cascade,
  version int not null,
  at timestamptz not null,
  body text not null,
  primary key (retailer_id, version)
);
alter table response_model enable row level security;
create policy retailer_wall on response_model using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- A campaign's draft played against the past.
create table dry_run (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  campaign_id uuid not null,
  name text not null,
  request jsonb not null,
  definition jsonb not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'stopped')),
  progress real not null default 0,
  started_at timestamptz not null,
  ended_at timestamptz,
  result jsonb,
  by_name text,
  primary key (retailer_id, id)
);
alter table dry_run enable row level security;
create policy retailer_wall on dry_run using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
