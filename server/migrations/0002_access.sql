-- Who may come in: people, keys, links, and the log of what they did.
--
-- Two kinds of tables. Those of one retailer have the usual wall. Those of the whole installation
-- (people, sessions, passkeys, one-time links) have row-level security and no policy, or a policy
-- for reading only: connections of role augenblick_app find them empty, so a forgotten condition in
-- a retailer's query cannot show another's people. Of every secret only a hash is kept: SHA-256 for
-- random tokens (256 bits need no slow hash), argon2id for passwords.

create table staff (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  locale text not null default 'de' check (locale in ('de', 'en')),
  -- Came by the set-up link: may open retailers, and owns the demo retailer.
  founder boolean not null default false,
  -- One of the printed log-ins of the demo retailer; its password is public, so it may not leave
  -- that retailer.
  demo boolean not null default false,
  created_at timestamptz not null
);

create table membership (
  retailer_id int not null references retailer on delete cascade,
  staff_id uuid not null references staff on delete cascade,
  role text not null check (role in ('owner', 'marketing', 'staff', 'analyst', 'developer')),
  since timestamptz not null,
  primary key (retailer_id, staff_id)
);
create index membership_staff on membership (staff_id);
alter table membership enable row level security;
create policy retailer_wall on membership using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

alter table staff enable row level security;
create policy colleagues on staff for select
  using (id in (select staff_id from membership where retailer_id = current_retailer()));

-- Apart from the person, so that no query about people can bring the hash along.
create table staff_password (
  staff_id uuid primary key references staff on delete cascade,
  hash text not null,
  changed_at timestamptz not null
);
alter table staff_password enable row level security;

create table session (
  token_hash bytea primary key,
  id uuid not null unique,
  staff_id uuid not null references staff on delete cascade,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  user_agent text not null,
  address text not null
);
create index session_staff on session (staff_id, last_seen_at desc);
alter table session enable row level security;

create table passkey (
  id uuid primary key,
  staff_id uuid not null references staff on delete cascade,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports jsonb not null,
  name text not null,
  backed_up boolean not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_staff on passkey (staff_id);
alter table passkey enable row level security;

-- A WebAuthn challenge is deleted when it is answered, rightly or wrongly: it counts once.
create table passkey_challenge (
  challenge_hash bytea primary key,
  purpose text not null check (purpose in ('register', 'sign_in')),
  staff_id uuid references staff on delete cascade,
  expires_at timestamptz not null
);
alter table passkey_challenge enable row level security;

-- The one-time link of the first owner, printed in the terminal. At most one is open.
create table setup_link (
  singleton boolean primary key default true check (singleton),
  token_hash bytea not null,
  expires_at timestamptz not null
);
alter table setup_link enable row level security;

create table invitation (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  token_hash bytea not null unique,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'marketing', 'staff', 'analyst', 'developer')),
  invited_by uuid not null references staff on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (retailer_id, id)
);
alter table invitation enable row level security;
create policy retailer_wall on invitation using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

create table api_key (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  key_hash bytea not null unique,
  hint text not null,
  name text not null,
  role text not null check (role in ('marketing', 'staff', 'analyst', 'developer')),
  permissions jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (retailer_id, id)
);
alter table api_key enable row level security;
create policy retailer_wall on api_key using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Ids are UUIDv7: the newest entries are the last ones of the key. Actors are kept by id and name,
-- not by reference: the log outlives them.
create table audit (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('staff', 'key', 'system')),
  actor_id text not null,
  actor_name text not null,
  action text not null,
  target text not null,
  detail jsonb not null,
  primary key (retailer_id, id)
);
alter table audit enable row level security;
create policy retailer_wall on audit for select using (retailer_id = current_retailer());
create policy append_only on audit for insert with check (retailer_id = current_retailer());

-- Rate limits, shared by all processes: for each key the instant at which its allowance is full
-- again (GCRA). Unlogged: losing it in a crash only forgives.
create unlogged table rate_limit (
  key text primary key,
  full_at timestamptz not null
);
alter table rate_limit enable row level security;

-- A deleted source keeps its row: events name it, and its number is never given to another.
alter table source add column deleted_at timestamptz;

create table write_key (
  retailer_id int not null,
  id uuid not null,
  source_id int not null,
  key_hash bytea not null unique,
  hint text not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (retailer_id, id),
  foreign key (retailer_id, source_id) references source on delete cascade
);
create index write_key_source on write_key (retailer_id, source_id);
alter table write_key enable row level security;
create policy retailer_wall on write_key using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
