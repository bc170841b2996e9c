-- Newsletters: what is to be said to whom and when, how far it has come, and everyone it is meant for.

-- `draft` is what a person wrote; `plan` the same with the published versions of its templates, set when it is scheduled.
-- `next_at` is when the runner looks again; null: there is nothing to do by itself. `read_to` is the last shopper of the
-- audience that was copied; `slot_at` the instant given to the last message under a limit per minute. `released`: those
-- who waited for the winner of a test have it. `figures` are what the list shows, counted at `figures_at`.
create table broadcast (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  status text not null check (status in ('draft', 'scheduled', 'sending', 'paused', 'done', 'cancelled')),
  draft jsonb not null,
  plan jsonb,
  simulated boolean not null default false,
  start_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  next_at timestamptz,
  paused text check (paused in ('asked', 'no_winner', 'segment_off')),
  paused_at timestamptz,
  winner text,
  winner_by text check (winner_by in ('clear', 'leading', 'person')),
  winner_chosen_at timestamptz,
  winner_at timestamptz,
  read_to uuid,
  read_done boolean not null default false,
  released boolean not null default false,
  slot_at timestamptz,
  figures jsonb,
  figures_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (retailer_id, id)
);
create index broadcast_next on broadcast (next_at) where next_at is not null;
alter table broadcast enable row level security;
create policy retailer_wall on broadcast using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Everyone in the audience, once. `variant` and `due_at` are null while the rest waits for the winner of a test. `spread_ms`
-- is added to the instant at which the shopper is due; `measured` says that openings may be counted. `delivery_id` is the message asked for (its delivery holds result
-- and reason), null until it is; `round` counts how often one was taken back by a pause, so that each has a key of its own.
create table broadcast_recipient (
  retailer_id int not null,
  broadcast_id uuid not null,
  profile_id uuid not null,
  variant text,
  zone text not null,
  spread_ms int not null,
  measured boolean not null,
  due_at timestamptz,
  round int not null default 0,
  delivery_id uuid,
  primary key (retailer_id, broadcast_id, profile_id)
);
create index broadcast_recipient_due on broadcast_recipient (retailer_id, broadcast_id, due_at, profile_id)
  where delivery_id is null;
create index broadcast_recipient_profile on broadcast_recipient (retailer_id, profile_id);
alter table broadcast_recipient enable row level security;
create policy retailer_wall on broadcast_recipient using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
