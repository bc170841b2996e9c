-- What reading and administering shoppers needs beside the write path's tables: search, who merged and why, erasures.

-- Sorting by orders; the other two orders have their indexes in 0001.
create index profile_card_orders on profile_card (retailer_id, orders desc, profile_id);

-- Search by a part of a name or address. Only cards with something a person would type are in the index: anonymous
-- browsers are nine of ten profiles, their ids are found whole through the table identity, and each would cost some 40
-- index entries in the write path. A server where pg_trgm may not be created works without it, reading the cards
-- one by one.
do $$
declare
  home text;
begin
  create extension if not exists pg_trgm;
  select n.nspname into home
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
  execute format(
    'create index profile_card_search on profile_card using gin (search %I.gin_trgm_ops)
       where identified or name is not null or phone is not null or search like ''%%@%%''', home);
exception when others then
  raise notice 'pg_trgm is not available (%): search works without its index', sqlerrm;
end $$;

-- Profiles that a search means: by three parts of name, address or city (LIKE patterns in lower case), by an identifier or
-- order number written out (`exact`: a jsonb list of spellings), or by the beginning of an id or card number. Under row-level
-- security PostgreSQL may not use the indexes for this, because LIKE is not leakproof; so the function runs as the
-- owner and draws the wall itself. The first condition on cards is that of the index.
create function search_shoppers(part1 text, part2 text, part3 text, exact jsonb, beginning text, at_most int)
  returns setof uuid stable security definer language sql set search_path from current
  as $$
    (select profile_id from profile_card
      where retailer_id = current_retailer()
        and (identified or name is not null or phone is not null or search like '%@%')
        and search like part1 and search like part2 and search like part3
      limit at_most)
    union
    (select profile_id from identity
      where retailer_id = current_retailer()
        and kind in ('user_id', 'card', 'email', 'phone', 'external_id', 'anonymous_id', 'device')
        and value in (select jsonb_array_elements_text(exact)))
    union
    (select profile_id from identity
      where retailer_id = current_retailer() and kind in ('user_id', 'card', 'external_id', 'email')
        and value >= beginning and value < beginning || chr(1114109) and starts_with(value, beginning)
      limit at_most)
    union
    (select profile_id from customer_order
      where retailer_id = current_retailer() and order_id in (select jsonb_array_elements_text(exact))
        and profile_id <> '00000000-0000-0000-0000-000000000000')
  $$;

-- Why a member of staff joined or separated two shoppers. The moves themselves stand in identity_change.
create table staff_merge (
  retailer_id int not null,
  id uuid not null,
  at timestamptz not null,
  action text not null check (action in ('merge', 'unmerge')),
  profile_id uuid not null,
  other_profile_id uuid not null,
  -- unmerge: the identifier that was taken out, 'kind:value'.
  identity text,
  note text not null,
  staff_id uuid,
  staff_name text not null,
  primary key (retailer_id, id)
);
create index staff_merge_profile on staff_merge (retailer_id, profile_id);
create index staff_merge_other on staff_merge (retailer_id, other_profile_id);
alter table staff_merge enable row level security;
create policy retailer_wall on staff_merge using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- The key of the hashes below, made at the first erasure. One for the installation; no policy, so that connections of
-- role augenblick_app never see it. Whoever has key and table can test one address, nobody can list them.
create table erasure_key (
  singleton boolean primary key default true check (singleton),
  key bytea not null check (octet_length(key) = 32)
);
alter table erasure_key enable row level security;

-- That an erasure was done, by whom and how much it removed. Holds nothing of the person, not even the profile's id.
create table erasure_record (
  retailer_id int not null,
  id uuid not null,
  at timestamptz not null,
  reason text not null check (reason in ('shopper_request', 'consent_withdrawn', 'wrong_data', 'other')),
  staff_id uuid,
  staff_name text not null,
  removed jsonb not null,
  anonymised jsonb not null,
  -- What the search over all text columns still found afterwards, per table. Normally {}.
  remaining jsonb not null,
  consent_proofs int not null,
  suppressed int not null,
  primary key (retailer_id, id)
);
alter table erasure_record enable row level security;
create policy retailer_wall on erasure_record using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Identifiers of erased shoppers as HMAC-SHA-256, so that an old export or a replayed history does not bring them back.
-- `at`: what happened later is a new acquaintance and welcome, unless it comes from an import.
create table suppression (
  retailer_id int not null,
  hash bytea not null,
  at timestamptz not null,
  erasure_id uuid not null,
  primary key (retailer_id, hash)
);
alter table suppression enable row level security;
create policy retailer_wall on suppression using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Proof of consent that outlives the person's data: the retailer must be able to answer "you wrote to me without asking"
-- (UWG section 7, GDPR article 7 (1)). Findable only by somebody who names the address.
create table consent_proof (
  retailer_id int not null,
  erasure_id uuid not null,
  no int not null,
  hash bytea not null,
  purpose text not null,
  channel text not null,
  state text not null,
  at timestamptz not null,
  wording text,
  wording_version text,
  method text,
  primary key (retailer_id, erasure_id, no)
);
create index consent_proof_hash on consent_proof (retailer_id, hash);
alter table consent_proof enable row level security;
create policy retailer_wall on consent_proof using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
