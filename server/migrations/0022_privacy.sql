-- What somebody asks about their data counts as theirs when a link sent to their own address was used; null = not proven yet,
-- so that staff look who asks before they hand anything over.
alter table data_request add column confirmed_at timestamptz;

-- Sign-ups of forms as they came in. The form is answered when this row is committed, before anybody looks whether the address
-- is known, so that its answer cannot tell. Gone once the sign-up is taken up; no profile_id, nobody knows yet whose it is.
create table signup_asked (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  at timestamptz not null,
  email text not null,
  request jsonb not null,
  primary key (retailer_id, id)
);
create index signup_asked_email on signup_asked (retailer_id, email);
alter table signup_asked enable row level security;
create policy retailer_wall on signup_asked using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- How long a retailer keeps what is personal; null = as long as the installation's setting says.
create table retention_setting (
  retailer_id int primary key references retailer on delete cascade,
  strangers_months int check (strangers_months between 1 and 60),
  decisions_days int check (decisions_days between 7 and 1100),
  dead_letters_days int check (dead_letters_days between 1 and 400),
  import_files_days int check (import_files_days between 1 and 100)
);
alter table retention_setting enable row level security;
create policy retailer_wall on retention_setting using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
