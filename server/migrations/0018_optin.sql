-- Consent with proof: wordings, forms, sign-ups with double opt-in, the suppression list, requests about a person's data.

-- Topics and the existing-customer rule (ConsentSettings); one row a retailer, none = the defaults.
create table consent_setting (
  retailer_id int primary key references retailer on delete cascade,
  settings jsonb not null
);
alter table consent_setting enable row level security;
create policy retailer_wall on consent_setting using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Words that shoppers agree to. A version is never changed: a sign-up names the one it saw.
create table wording (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  name text not null,
  version int not null,
  primary key (retailer_id, id)
);
alter table wording enable row level security;
create policy retailer_wall on wording using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

create table wording_version (
  retailer_id int not null,
  wording_id uuid not null,
  version int not null,
  de text not null,
  en text not null,
  at timestamptz not null,
  by_name text not null,
  primary key (retailer_id, wording_id, version),
  foreign key (retailer_id, wording_id) references wording on delete cascade
);
alter table wording_version enable row level security;
create policy retailer_wall on wording_version using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

create table signup_form (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  status text not null check (status in ('draft', 'live', 'paused')),
  definition jsonb not null,
  changed_at timestamptz not null,
  primary key (retailer_id, id)
);
-- Public pages know a form by its id alone.
create unique index signup_form_id on signup_form (id);
alter table signup_form enable row level security;
create policy retailer_wall on signup_form using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- One row a sign-up: what was asked, when and from where, which mail went out, when and from where it was confirmed. The token
-- of the link is kept as its hash. `event_id` is the event "Consent Requested": the row follows it when shoppers are joined
-- or taken apart (profile/write.ts), as the consents do.
create table signup (
  retailer_id int not null,
  id uuid not null,
  profile_id uuid not null,
  event_id uuid not null,
  email text not null,
  purpose text not null,
  channel text not null,
  form_id uuid,
  form_name text,
  wording_id uuid not null,
  wording_name text not null,
  wording_version int not null,
  wording text not null,
  language text not null check (language in ('de', 'en')),
  topics jsonb not null,
  first_name text,
  page text,
  store text,
  staff text,
  -- Identifier of the browser that asked, where it told one; joined only when the same browser confirms.
  browser text,
  requested_at timestamptz not null,
  request_ip text,
  request_user_agent text,
  token_hash bytea not null,
  expires_at timestamptz not null,
  mail_key text not null,
  mail text not null default 'waiting' check (mail in ('waiting', 'sent', 'failed')),
  mail_sent_at timestamptz,
  mail_message_id text,
  mail_hash text,
  confirmed_at timestamptz,
  confirm_ip text,
  confirm_user_agent text,
  confirm_event_id uuid,
  primary key (retailer_id, id)
);
create unique index signup_token on signup (token_hash);
create index signup_email on signup (retailer_id, email, requested_at desc);
create index signup_profile on signup (retailer_id, profile_id);
create index signup_event on signup (retailer_id, event_id);
alter table signup enable row level security;
create policy retailer_wall on signup using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Addresses that get nothing: the keyed hash stays when the person is erased, the address itself does not. No profile_id, so that
-- erasing a shopper leaves the row. The hash covers kind, value and retailer (consent/address-key.ts).
create table suppressed_address (
  retailer_id int not null references retailer on delete cascade,
  id uuid not null,
  channel text not null check (channel in ('email', 'phone')),
  hash bytea not null,
  address text,
  reason text not null check (reason in ('unsubscribed', 'erased', 'bounced', 'complained', 'manual')),
  note text,
  at timestamptz not null,
  primary key (retailer_id, id),
  unique (retailer_id, hash, reason)
);
alter table suppressed_address enable row level security;
create policy retailer_wall on suppressed_address using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Somebody wants a copy of their data or to be forgotten; done by staff, who make sure that it is this person.
create table data_request (
  retailer_id int not null,
  id uuid not null,
  profile_id uuid not null,
  kind text not null check (kind in ('export', 'erasure')),
  requested_at timestamptz not null,
  done_at timestamptz,
  done_by text,
  primary key (retailer_id, id)
);
create index data_request_profile on data_request (retailer_id, profile_id);
alter table data_request enable row level security;
create policy retailer_wall on data_request using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What proves a double opt-in stays with the statement when the person is erased: times, addresses and browsers of request
-- and confirmation, Message-ID and hash of the mail.
alter table consent_proof add column doi jsonb;
