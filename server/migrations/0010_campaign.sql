-- Campaigns and the places they are shown in. Definitions only: what was decided and shown stands in 0011.

create table placement (
  retailer_id int not null references retailer on delete cascade,
  key text not null,
  name text not null,
  kind text not null check (kind in ('web', 'app', 'staff', 'kiosk', 'mail')),
  position text not null,
  min_height int not null,
  -- { de, en } contents, or null.
  fallback jsonb,
  status text not null check (status in ('live', 'paused')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (retailer_id, key)
);
alter table placement enable row level security;
create policy retailer_wall on placement using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- `draft` is what is being edited; what shoppers get is version `version` of campaign_version.
create table campaign (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  status text not null check (status in ('draft', 'live', 'paused', 'ended')),
  version int not null default 0,
  draft jsonb not null,
  playbook text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  published_at timestamptz,
  primary key (retailer_id, id)
);
alter table campaign enable row level security;
create policy retailer_wall on campaign using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Every version that ever was live, never changed afterwards.
create table campaign_version (
  retailer_id int not null,
  campaign_id uuid not null,
  version int not null,
  definition jsonb not null,
  at timestamptz not null,
  by_name text not null,
  primary key (retailer_id, campaign_id, version),
  foreign key (retailer_id, campaign_id) references campaign on delete cascade
);
alter table campaign_version enable row level security;
create policy retailer_wall on campaign_version using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
