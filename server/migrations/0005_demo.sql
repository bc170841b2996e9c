-- The demo retailer's state. `anchor_at` is the instant its history was moved to: kept, so that a load that was broken
-- off goes on with the very same events. `log_ins` holds the demo accounts with their passwords as they are printed in
-- the terminal at every start; they are random, reach this retailer only, and go with it.
create table demo (
  retailer_id int primary key references retailer on delete cascade,
  stage text not null check (stage in ('loading', 'ready', 'removing')),
  running boolean not null,
  anchor_at timestamptz not null,
  -- History items written and in all; rows deleted and in all while it is being removed.
  done int not null default 0,
  total int not null default 0,
  -- Events the simulation has sent so far.
  simulated bigint not null default 0,
  -- The sources made for it, once loading has begun: {"web": 1, "till": 2, "store": 3, "history": 4}.
  source_ids jsonb not null default '{}',
  log_ins jsonb not null
);
alter table demo enable row level security;
create policy retailer_wall on demo using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- At most one row: the demo retailer was offered to this installation. It outlives the retailer, so that a demo somebody
-- removed does not come back with the next start. Installation-wide, hence out of reach for augenblick_app.
create table demo_offer (
  one boolean primary key default true check (one),
  at timestamptz not null,
  removed_at timestamptz
);
alter table demo_offer enable row level security;
