-- Offers: what shoppers can be given, the codes it is given with, and what was redeemed. A shopper stands in `shopper_id`,
-- not in `profile_id`: redemptions are documents that outlive the person, so erasure empties the column instead of
-- deleting the row.

-- `draft` is what is being edited, `live` what shoppers get (OfferDraft of the contract). `public_code` repeats the live
-- word, so that no two offers can share it.
create table offer (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  status text not null check (status in ('draft', 'live', 'paused', 'ended')),
  version int not null default 0,
  draft jsonb not null,
  live jsonb,
  public_code text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (retailer_id, id)
);
create unique index offer_public_code on offer (retailer_id, public_code)
  where public_code is not null and status in ('live', 'paused');
alter table offer enable row level security;
create policy retailer_wall on offer using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- When an offer really was live, and as what: prices that everybody could get count for the lowest price of 30 days.
create table offer_run (
  retailer_id int not null,
  offer_id uuid not null,
  from_at timestamptz not null,
  to_at timestamptz,
  version int not null,
  definition jsonb not null,
  primary key (retailer_id, offer_id, from_at),
  foreign key (retailer_id, offer_id) references offer on delete cascade
);
alter table offer_run enable row level security;
create policy retailer_wall on offer_run using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- The key that codes are made and looked up with. No policy: connections of role augenblick_app never see it, so whoever
-- gets hold of offer_code alone can neither make a code nor test one.
create table offer_key (
  retailer_id int primary key references retailer on delete cascade,
  key bytea not null check (octet_length(key) = 32)
);
alter table offer_key enable row level security;

-- What an offer, or a campaign with its offer, has promised and used. One row each; it is locked where a limit must hold.
create table offer_tally (
  retailer_id int not null references retailer on delete cascade,
  owner text not null check (owner in ('offer', 'campaign')),
  id uuid not null,
  promised int not null default 0,
  promised_minor bigint not null default 0,
  used int not null default 0,
  used_minor bigint not null default 0,
  primary key (retailer_id, owner, id)
);
alter table offer_tally enable row level security;
create policy retailer_wall on offer_tally using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

create table offer_batch (
  retailer_id int not null,
  id uuid not null,
  offer_id uuid not null,
  note text not null,
  count int not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (retailer_id, id),
  foreign key (retailer_id, offer_id) references offer on delete cascade
);
alter table offer_batch enable row level security;
create policy retailer_wall on offer_batch using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Single-use codes. `hash` = HMAC-SHA256(offer_key, code). A code made for a shopper is HMAC(offer_key, offer, shopper, serial)
-- written in letters, so that the same shopper can be shown it again although its text is kept nowhere.
-- `promise_minor` is what it may cost at most, while that is counted in offer_tally; null when it is not.
create table offer_code (
  retailer_id int not null,
  id uuid not null,
  offer_id uuid not null,
  hash bytea not null,
  hint text not null,
  state text not null check (state in ('free', 'used', 'expired', 'revoked')),
  batch_id uuid,
  shopper_id uuid,
  serial int not null default 0,
  campaign_id uuid,
  decision_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz,
  used_at timestamptz,
  used_by text,
  held_by text,
  held_until timestamptz,
  promise_minor bigint,
  primary key (retailer_id, id),
  unique (retailer_id, hash),
  foreign key (retailer_id, offer_id) references offer on delete cascade
);
create unique index offer_code_shopper on offer_code (retailer_id, shopper_id, offer_id, serial) where shopper_id is not null;
create index offer_code_offer on offer_code (retailer_id, offer_id, id);
create index offer_code_expiry on offer_code (expires_at) where state = 'free' and expires_at is not null;
create index offer_code_held on offer_code (retailer_id, held_by) where held_by is not null;
alter table offer_code enable row level security;
create policy retailer_wall on offer_code using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What a checkout that is being paid has been promised beside codes: a place in the stock and its money.
create table offer_hold (
  retailer_id int not null,
  reference text not null,
  offer_id uuid not null,
  until timestamptz not null,
  promise_minor bigint not null,
  primary key (retailer_id, reference, offer_id),
  foreign key (retailer_id, offer_id) references offer on delete cascade
);
create index offer_hold_until on offer_hold (until);
alter table offer_hold enable row level security;
create policy retailer_wall on offer_hold using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- One row an order of the shop: the key makes redeeming twice impossible, `answer` is what was said the first time.
create table offer_receipt (
  retailer_id int not null references retailer on delete cascade,
  reference text not null,
  at timestamptz not null,
  answer jsonb,
  reversed_at timestamptz,
  primary key (retailer_id, reference)
);
alter table offer_receipt enable row level security;
create policy retailer_wall on offer_receipt using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

create table offer_redemption (
  retailer_id int not null,
  id uuid not null,
  reference text not null,
  offer_id uuid not null,
  code_id uuid,
  campaign_id uuid,
  decision_id uuid,
  shopper_id uuid,
  at timestamptz not null,
  -- What it cost the shop: off goods and postage, and gifts at their value.
  discount_minor bigint not null,
  -- Paid for goods and postage of this order after all offers.
  paid_minor bigint not null,
  currency text not null,
  reversed_at timestamptz,
  primary key (retailer_id, id),
  unique (retailer_id, reference, offer_id),
  foreign key (retailer_id, offer_id) references offer on delete cascade
);
create index offer_redemption_offer on offer_redemption (retailer_id, offer_id, id);
create index offer_redemption_shopper on offer_redemption (retailer_id, shopper_id, offer_id) where shopper_id is not null;
alter table offer_redemption enable row level security;
create policy retailer_wall on offer_redemption using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
