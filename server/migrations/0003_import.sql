-- Products and imports. Order lines of a run are staged in a temporary table of the run's own connection and so leave
-- nothing behind, however the run ends.

create table product (
  retailer_id int not null references retailer on delete cascade,
  product_id text not null,
  name text not null,
  -- From the widest to the narrowest category.
  category_path jsonb not null default '[]',
  brand text,
  price_minor bigint,
  currency text,
  image text,
  url text,
  gtin text,
  attributes jsonb not null default '{}',
  -- False for postage, fees and vouchers: they are bought, but never recommended.
  goods boolean not null default true,
  -- Who said so. A row made from order lines gives way to every other origin and never replaces one.
  origin text not null check (origin in ('import', 'order-lines', 'demo', 'api')),
  -- What the search looks in: id, name, brand, categories, GTIN in lower case.
  search text not null,
  updated_at timestamptz not null,
  primary key (retailer_id, product_id),
  check ((price_minor is null) = (currency is null))
);
alter table product enable row level security;
create policy retailer_wall on product using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- One row for every price a product has had since we know it.
create table product_price (
  retailer_id int not null references retailer on delete cascade,
  product_id text not null,
  at timestamptz not null,
  price_minor bigint not null,
  currency text not null,
  primary key (retailer_id, product_id, at)
);
alter table product_price enable row level security;
create policy retailer_wall on product_price using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

create table import_run (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('customers', 'orders', 'order-lines', 'products')),
  state text not null
    check (state in ('uploaded', 'queued', 'running', 'done', 'cancelled', 'failed', 'interrupted')),
  file_name text not null,
  file_bytes bigint not null,
  created_by text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  -- The worker writes this every second; a running run that has been silent for long died with its process.
  heartbeat_at timestamptz,
  cancel_asked boolean not null default false,
  mapping jsonb not null,
  settings jsonb not null,
  progress jsonb not null,
  summary jsonb,
  failure text,
  primary key (retailer_id, id)
);
create index import_run_created on import_run (retailer_id, created_at desc);
alter table import_run enable row level security;
create policy retailer_wall on import_run using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What the last import said about an order or a customer: digest of its key and of its content. The same content again is
-- the same message; other content counts `revision` up, so that A, then B, then A again ends as A.
create table import_seen (
  retailer_id int not null references retailer on delete cascade,
  kind text not null,
  key text not null,
  content text not null,
  revision int not null,
  primary key (retailer_id, kind, key)
);
alter table import_seen enable row level security;
create policy retailer_wall on import_seen using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
