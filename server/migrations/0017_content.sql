-- Templates of messages, the brand kit, pictures.

-- `draft` is what is being edited; what shoppers get is version `version` of message_template_version.
create table message_template (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  version int not null default 0,
  draft jsonb not null,
  playbook text,
  archived boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  published_at timestamptz,
  primary key (retailer_id, id)
);
alter table message_template enable row level security;
create policy retailer_wall on message_template using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Every version that ever was published, never changed afterwards: messages name it.
create table message_template_version (
  retailer_id int not null,
  template_id uuid not null,
  version int not null,
  definition jsonb not null,
  at timestamptz not null,
  by_name text not null,
  primary key (retailer_id, template_id, version),
  foreign key (retailer_id, template_id) references message_template on delete cascade
);
alter table message_template_version enable row level security;
create policy retailer_wall on message_template_version using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- How a retailer's messages look; none = a guess from the retailer's settings. `version` counts changes, so that whoever
-- holds templates compiled notices.
create table brand_kit (
  retailer_id int primary key references retailer on delete cascade,
  version int not null,
  kit jsonb not null,
  updated_at timestamptz not null
);
alter table brand_kit enable row level security;
create policy retailer_wall on brand_kit using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Pictures of messages. The id is made from retailer and bytes: the same picture twice is one, and its address can be kept
-- for ever. In the database, so that a back-up holds what sent mails show.
create table picture (
  retailer_id int not null references retailer on delete cascade,
  id text not null,
  name text not null,
  alt text not null,
  kind text not null check (kind in ('jpg', 'png', 'gif', 'webp')),
  width int not null,
  height int not null,
  bytes int not null,
  animated boolean not null,
  data bytea not null,
  created_at timestamptz not null,
  primary key (retailer_id, id)
);
create unique index picture_id on picture (id);
-- Pictures are compressed already.
alter table picture alter column data set storage external;
alter table picture enable row level security;
create policy retailer_wall on picture using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
