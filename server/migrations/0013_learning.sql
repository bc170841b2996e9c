-- What the nightly learning of moments found, whether it was published or not. One row a run; old ones go after a year.
create table moment_learning (
  retailer_id int not null references retailer on delete cascade,
  at timestamptz not null,
  -- Version of moment_model that was published; null when the present model stayed.
  version int,
  report text not null,
  primary key (retailer_id, at)
);
alter table moment_learning enable row level security;
create policy retailer_wall on moment_learning using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
