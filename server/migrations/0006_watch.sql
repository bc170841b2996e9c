-- What later stages make of a shopper while events are folded: memory beside the state, alarms, published definitions.

-- Memberships and the few instants that conditions need (contract: AudienceMemory), JSON as text like the state.
alter table profile add column audience text not null default '{}';
alter table profile alter column audience set storage main;

-- The next instant at which something about a shopper changes by itself: one row a shopper, the earliest instant to look.
-- It may be early (the look then sets the next one), so that a busy shopper's row is seldom touched.
create table wakeup (
  retailer_id int not null,
  profile_id uuid not null,
  at timestamptz not null,
  primary key (retailer_id, profile_id)
) with (fillfactor = 70);
create index wakeup_at on wakeup (at);
alter table wakeup enable row level security;
create policy retailer_wall on wakeup using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- How often a retailer's definitions (moment models, live segments, campaigns, placements) were published. Whoever holds
-- them compiled compares the number; a retailer that never published has no row and counts as 0.
create table published (
  retailer_id int primary key references retailer on delete cascade,
  revision int not null
);
alter table published enable row level security;
create policy retailer_wall on published using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
