-- Moments and signals: facts found while a shopper's events are folded. Ids are made from what they are about, so that the
-- same history always gives the same rows; a profile that is folded anew has its rows replaced.

-- What a shopper wanted for a while. `expires_at` is when it ends if nothing else happens; once it is over, `ended_at` says
-- exactly when, and why. Evidence as JSON text: written often, read whole. Room on the page: rows change while it goes on.
create table moment (
  retailer_id int not null,
  id uuid not null,
  profile_id uuid not null,
  kind text not null check (kind in ('know', 'go', 'do', 'buy')),
  stage text not null,
  subject_type text,
  subject_id text,
  subject_name text,
  confidence float8 not null,
  evidence text not null,
  began_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  primary key (retailer_id, id)
) with (fillfactor = 70);
create index moment_profile on moment (retailer_id, profile_id, began_at desc);
create index moment_began on moment (retailer_id, began_at desc, id);
create index moment_open on moment (retailer_id, kind) where ended_at is null;
alter table moment enable row level security;
create policy retailer_wall on moment using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Something that happened, or did not happen, at an exact instant. `stage_entered` is the journey's own log.
create table signal (
  retailer_id int not null,
  id uuid not null,
  profile_id uuid not null,
  name text not null,
  at timestamptz not null,
  until timestamptz not null,
  subject_type text,
  subject_id text,
  subject_name text,
  detail text not null,
  event_id uuid,
  primary key (retailer_id, id)
);
create index signal_profile on signal (retailer_id, profile_id, at desc);
create index signal_name on signal (retailer_id, name, at desc);
alter table signal enable row level security;
create policy retailer_wall on signal using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- The evidence models of a retailer. An event is folded with the model whose `from_seq` is the latest not after it, so that a
-- rebuild uses what was used then. No row: the model by rule.
create table moment_model (
  retailer_id int not null references retailer on delete cascade,
  version int not null,
  from_seq bigint not null,
  model jsonb not null,
  note text not null default '',
  created_at timestamptz not null default now(),
  primary key (retailer_id, version)
);
alter table moment_model enable row level security;
create policy retailer_wall on moment_model using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
