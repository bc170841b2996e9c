-- What the migrations add up to. Written by `npx augenblick migrate --dump`; a test compares it.

create extension pg_trgm;

CREATE OR REPLACE FUNCTION augenblick.current_retailer()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('augenblick.retailer_id', true), '')::int $function$;

CREATE OR REPLACE FUNCTION augenblick.enqueue_job(name text, payload json, queue text, run_at timestamp with time zone, key text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$ begin
    perform graphile_worker.add_job(name, payload, queue, run_at, null, key);
  end $function$;

CREATE OR REPLACE FUNCTION augenblick.search_shoppers(part1 text, part2 text, part3 text, exact jsonb, beginning text, at_most integer)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'augenblick'
AS $function$
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
  $function$;

CREATE OR REPLACE FUNCTION augenblick.segment_plain(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select translate($1,
    'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅ'
      || 'ŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМ'
      || 'НОПРСТУФХЦЧШЩЪЫЬЭЮЯẞ',
    'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņ'
      || 'ňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋѐёђѓєѕіїјљњћќѝўџабвгдежзийклм'
      || 'нопрстуфхцчшщъыьэюяß')
$function$;

create table api_key (
  retailer_id integer not null,
  id uuid not null,
  key_hash bytea not null,
  hint text not null,
  name text not null,
  role text not null,
  permissions jsonb not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint api_key_pkey PRIMARY KEY (retailer_id, id),
  constraint api_key_key_hash_key UNIQUE (key_hash),
  constraint api_key_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint api_key_role_check CHECK ((role = ANY (ARRAY['marketing'::text, 'staff'::text, 'analyst'::text, 'developer'::text])))
);
alter table api_key enable row level security;
create policy retailer_wall on api_key using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table audit (
  retailer_id integer not null,
  id uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  action text not null,
  target text not null,
  detail jsonb not null,
  constraint audit_pkey PRIMARY KEY (retailer_id, id),
  constraint audit_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint audit_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['staff'::text, 'key'::text, 'system'::text])))
);
alter table audit enable row level security;
create policy append_only on audit for insert with check ((retailer_id = current_retailer()));
create policy retailer_wall on audit for select using ((retailer_id = current_retailer()));

create table brand_kit (
  retailer_id integer not null,
  version integer not null,
  kit jsonb not null,
  updated_at timestamp with time zone not null,
  constraint brand_kit_pkey PRIMARY KEY (retailer_id),
  constraint brand_kit_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table brand_kit enable row level security;
create policy retailer_wall on brand_kit using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table broadcast (
  retailer_id integer not null,
  id uuid not null,
  status text not null,
  draft jsonb not null,
  plan jsonb,
  simulated boolean default false not null,
  start_at timestamp with time zone,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  next_at timestamp with time zone,
  paused text,
  paused_at timestamp with time zone,
  winner text,
  winner_by text,
  winner_chosen_at timestamp with time zone,
  winner_at timestamp with time zone,
  read_to uuid,
  read_done boolean default false not null,
  released boolean default false not null,
  slot_at timestamp with time zone,
  figures jsonb,
  figures_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint broadcast_pkey PRIMARY KEY (retailer_id, id),
  constraint broadcast_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint broadcast_paused_check CHECK ((paused = ANY (ARRAY['asked'::text, 'no_winner'::text, 'segment_off'::text]))),
  constraint broadcast_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'scheduled'::text, 'sending'::text, 'paused'::text, 'done'::text, 'cancelled'::text]))),
  constraint broadcast_winner_by_check CHECK ((winner_by = ANY (ARRAY['clear'::text, 'leading'::text, 'person'::text])))
);
CREATE INDEX broadcast_next ON augenblick.broadcast USING btree (next_at) WHERE (next_at IS NOT NULL);
alter table broadcast enable row level security;
create policy retailer_wall on broadcast using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table broadcast_recipient (
  retailer_id integer not null,
  broadcast_id uuid not null,
  profile_id uuid not null,
  variant text,
  zone text not null,
  spread_ms integer not null,
  measured boolean not null,
  due_at timestamp with time zone,
  round integer default 0 not null,
  delivery_id uuid,
  constraint broadcast_recipient_pkey PRIMARY KEY (retailer_id, broadcast_id, profile_id)
);
CREATE INDEX broadcast_recipient_due ON augenblick.broadcast_recipient USING btree (retailer_id, broadcast_id, due_at, profile_id) WHERE (delivery_id IS NULL);
CREATE INDEX broadcast_recipient_profile ON augenblick.broadcast_recipient USING btree (retailer_id, profile_id);
alter table broadcast_recipient enable row level security;
create policy retailer_wall on broadcast_recipient using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table campaign (
  retailer_id integer not null,
  id uuid not null,
  status text not null,
  version integer default 0 not null,
  draft jsonb not null,
  playbook text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  published_at timestamp with time zone,
  constraint campaign_pkey PRIMARY KEY (retailer_id, id),
  constraint campaign_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint campaign_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'live'::text, 'paused'::text, 'ended'::text])))
);
alter table campaign enable row level security;
create policy retailer_wall on campaign using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table campaign_version (
  retailer_id integer not null,
  campaign_id uuid not null,
  version integer not null,
  definition jsonb not null,
  at timestamp with time zone not null,
  by_name text not null,
  constraint campaign_version_pkey PRIMARY KEY (retailer_id, campaign_id, version),
  constraint campaign_version_retailer_id_campaign_id_fkey FOREIGN KEY (retailer_id, campaign_id) REFERENCES campaign(retailer_id, id) ON DELETE CASCADE
);
alter table campaign_version enable row level security;
create policy retailer_wall on campaign_version using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table caught_mail (
  retailer_id integer not null,
  id uuid not null,
  at timestamp with time zone not null,
  channel text not null,
  profile_id uuid,
  delivery_id uuid not null,
  test boolean not null,
  basis text not null,
  address text not null,
  sender text,
  subject text not null,
  body text not null,
  html text,
  url text,
  picture text,
  source bytea,
  constraint caught_mail_pkey PRIMARY KEY (retailer_id, id),
  constraint caught_mail_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint caught_mail_basis_check CHECK ((basis = ANY (ARRAY['marketing'::text, 'service'::text])))
);
CREATE UNIQUE INDEX caught_mail_delivery ON augenblick.caught_mail USING btree (retailer_id, delivery_id);
CREATE INDEX caught_mail_profile ON augenblick.caught_mail USING btree (retailer_id, profile_id) WHERE (profile_id IS NOT NULL);
alter table caught_mail enable row level security;
create policy retailer_wall on caught_mail using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table channel_address (
  retailer_id integer not null,
  channel text not null,
  address_hash bytea not null,
  kind text not null,
  value text not null,
  detail text not null,
  created_at timestamp with time zone not null,
  heard_at timestamp with time zone,
  constraint channel_address_pkey PRIMARY KEY (retailer_id, channel, address_hash),
  constraint channel_address_retailer_id_kind_value_fkey FOREIGN KEY (retailer_id, kind, value) REFERENCES identity(retailer_id, kind, value) ON DELETE CASCADE
);
CREATE INDEX channel_address_identity ON augenblick.channel_address USING btree (retailer_id, kind, value);
alter table channel_address enable row level security;
create policy retailer_wall on channel_address using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table channel_setting (
  retailer_id integer not null,
  channel text not null,
  mode text not null,
  settings jsonb default '{}'::jsonb not null,
  secrets jsonb default '{}'::jsonb not null,
  own text,
  inbound_hash bytea,
  revision integer default 1 not null,
  updated_at timestamp with time zone,
  health jsonb,
  constraint channel_setting_pkey PRIMARY KEY (retailer_id, channel),
  constraint channel_setting_inbound_hash_key UNIQUE (inbound_hash),
  constraint channel_setting_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint channel_setting_mode_check CHECK ((mode = ANY (ARRAY['off'::text, 'catcher'::text, 'live'::text])))
);
alter table channel_setting enable row level security;
create policy retailer_wall on channel_setting using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table consent (
  retailer_id integer not null,
  profile_id uuid not null,
  event_id uuid not null,
  purpose text not null,
  channel text not null,
  state text not null,
  at timestamp with time zone not null,
  wording text,
  wording_version text,
  method text,
  place text,
  staff text,
  ip text,
  user_agent text,
  source_id integer not null,
  constraint consent_pkey PRIMARY KEY (retailer_id, event_id, purpose, channel),
  constraint consent_state_check CHECK ((state = ANY (ARRAY['granted'::text, 'requested'::text, 'withdrawn'::text])))
);
CREATE INDEX consent_profile ON augenblick.consent USING btree (retailer_id, profile_id, at);
alter table consent enable row level security;
create policy retailer_wall on consent using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table consent_proof (
  retailer_id integer not null,
  erasure_id uuid not null,
  no integer not null,
  hash bytea not null,
  purpose text not null,
  channel text not null,
  state text not null,
  at timestamp with time zone not null,
  wording text,
  wording_version text,
  method text,
  doi jsonb,
  constraint consent_proof_pkey PRIMARY KEY (retailer_id, erasure_id, no)
);
CREATE INDEX consent_proof_hash ON augenblick.consent_proof USING btree (retailer_id, hash);
alter table consent_proof enable row level security;
create policy retailer_wall on consent_proof using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table consent_setting (
  retailer_id integer not null,
  settings jsonb not null,
  constraint consent_setting_pkey PRIMARY KEY (retailer_id),
  constraint consent_setting_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table consent_setting enable row level security;
create policy retailer_wall on consent_setting using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table customer_order (
  retailer_id integer not null,
  profile_id uuid not null,
  order_id text not null,
  kind text not null,
  status text not null,
  at timestamp with time zone not null,
  currency text not null,
  total_minor bigint not null,
  shipping_minor bigint not null,
  tax_minor bigint not null,
  discount_minor bigint not null,
  refunded_minor bigint not null,
  coupon text,
  channel text not null,
  store_id text,
  source_id integer not null,
  event_id uuid not null,
  constraint customer_order_pkey PRIMARY KEY (retailer_id, order_id, profile_id),
  constraint customer_order_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'return'::text, 'adjustment'::text]))),
  constraint customer_order_status_check CHECK ((status = ANY (ARRAY['completed'::text, 'cancelled'::text, 'partly_returned'::text, 'returned'::text])))
);
CREATE INDEX customer_order_at ON augenblick.customer_order USING btree (retailer_id, at);
CREATE INDEX customer_order_profile ON augenblick.customer_order USING btree (retailer_id, profile_id, at DESC);
alter table customer_order enable row level security;
create policy retailer_wall on customer_order using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table data_request (
  retailer_id integer not null,
  id uuid not null,
  profile_id uuid not null,
  kind text not null,
  requested_at timestamp with time zone not null,
  done_at timestamp with time zone,
  done_by text,
  confirmed_at timestamp with time zone,
  constraint data_request_pkey PRIMARY KEY (retailer_id, id),
  constraint data_request_kind_check CHECK ((kind = ANY (ARRAY['export'::text, 'erasure'::text])))
);
CREATE INDEX data_request_profile ON augenblick.data_request USING btree (retailer_id, profile_id);
alter table data_request enable row level security;
create policy retailer_wall on data_request using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table dead_letter (
  retailer_id integer not null,
  id uuid not null,
  received_at timestamp with time zone not null,
  source_id integer not null,
  reason text not null,
  detail text,
  body text not null,
  constraint dead_letter_pkey PRIMARY KEY (retailer_id, id)
);
CREATE INDEX dead_letter_received ON augenblick.dead_letter USING btree (retailer_id, received_at DESC);
alter table dead_letter enable row level security;
create policy retailer_wall on dead_letter using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table decision (
  retailer_id integer not null,
  id uuid not null,
  at timestamp with time zone not null,
  profile_id uuid not null,
  source_id integer not null,
  request text not null,
  placement text not null,
  result text not null,
  campaign_id uuid,
  variant_id text,
  held_campaign_id uuid,
  held_variant_id text,
  kind text not null,
  stage text,
  confidence real,
  moment_id text,
  signals integer not null,
  propensity real,
  basis_id uuid not null,
  model_version integer not null,
  trace text not null,
  features smallint[] not null,
  simulated boolean not null,
  shown_at timestamp with time zone,
  clicked_at timestamp with time zone,
  dismissed_at timestamp with time zone,
  goal_at timestamp with time zone,
  goal_event_id uuid,
  goal_minor bigint,
  counted boolean default false not null,
  constraint decision_pkey PRIMARY KEY (retailer_id, id),
  constraint decision_kind_check CHECK ((kind = ANY (ARRAY['know'::text, 'go'::text, 'do'::text, 'buy'::text, 'none'::text]))),
  constraint decision_result_check CHECK ((result = ANY (ARRAY['campaign'::text, 'nothing_fits'::text, 'global_holdout'::text, 'campaign_holdout'::text])))
) with (fillfactor=85);
CREATE INDEX decision_at ON augenblick.decision USING btree (retailer_id, at DESC, id DESC);
CREATE INDEX decision_campaign ON augenblick.decision USING btree (retailer_id, campaign_id, at DESC) WHERE (campaign_id IS NOT NULL);
CREATE INDEX decision_held ON augenblick.decision USING btree (retailer_id, held_campaign_id, at DESC) WHERE (held_campaign_id IS NOT NULL);
CREATE INDEX decision_profile ON augenblick.decision USING btree (retailer_id, profile_id, at DESC);
alter table decision enable row level security;
create policy retailer_wall on decision using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table decision_basis (
  retailer_id integer not null,
  id uuid not null,
  at timestamp with time zone not null,
  body text not null,
  constraint decision_basis_pkey PRIMARY KEY (retailer_id, id),
  constraint decision_basis_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table decision_basis enable row level security;
create policy retailer_wall on decision_basis using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table decision_count (
  retailer_id integer not null,
  day date not null,
  campaign_id uuid not null,
  variant_id text not null,
  placement text not null,
  kind text not null,
  decided integer default 0 not null,
  shown integer default 0 not null,
  clicked integer default 0 not null,
  dismissed integer default 0 not null,
  goals integer default 0 not null,
  revenue_minor bigint default 0 not null,
  constraint decision_count_pkey PRIMARY KEY (retailer_id, day, campaign_id, variant_id, placement, kind),
  constraint decision_count_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table decision_count enable row level security;
create policy retailer_wall on decision_count using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table decision_learning (
  retailer_id integer not null,
  seen_to timestamp with time zone not null,
  settled_to timestamp with time zone not null,
  logistic text default '{}'::text not null,
  changed boolean default false not null,
  published_at timestamp with time zone,
  constraint decision_learning_pkey PRIMARY KEY (retailer_id),
  constraint decision_learning_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table decision_learning enable row level security;
create policy retailer_wall on decision_learning using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table decision_rule (
  retailer_id integer not null,
  salt text not null,
  settings jsonb not null,
  model_version integer default 0 not null,
  revision integer default 0 not null,
  constraint decision_rule_pkey PRIMARY KEY (retailer_id),
  constraint decision_rule_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table decision_rule enable row level security;
create policy retailer_wall on decision_rule using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table decision_source (
  retailer_id integer not null,
  source_id integer not null,
  explain boolean default false not null,
  secret text,
  constraint decision_source_pkey PRIMARY KEY (retailer_id, source_id),
  constraint decision_source_retailer_id_source_id_fkey FOREIGN KEY (retailer_id, source_id) REFERENCES source(retailer_id, id) ON DELETE CASCADE
);
alter table decision_source enable row level security;
create policy retailer_wall on decision_source using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table delivery (
  retailer_id integer not null,
  id uuid not null,
  profile_id uuid not null,
  asked_at timestamp with time zone not null,
  lane text not null,
  priority smallint not null,
  channels text[] not null,
  origin_kind text not null,
  origin_id text not null,
  origin_step text,
  origin_version integer not null,
  variant text,
  templates text not null,
  rules text not null,
  data text not null,
  not_before timestamp with time zone not null,
  not_after timestamp with time zone,
  status text default 'waiting'::text not null,
  reason text,
  words text,
  attempt integer default 0 not null,
  tries integer default 0 not null,
  counted boolean default false not null,
  channel text,
  address text,
  basis text,
  taken_at timestamp with time zone,
  decided_at timestamp with time zone,
  sent_at timestamp with time zone,
  provider_id text,
  delivered_at timestamp with time zone,
  opened_at timestamp with time zone,
  clicked_at timestamp with time zone,
  bounced_at timestamp with time zone,
  complained_at timestamp with time zone,
  unsubscribed_at timestamp with time zone,
  replied_at timestamp with time zone,
  constraint delivery_pkey PRIMARY KEY (retailer_id, id),
  constraint delivery_origin_kind_check CHECK ((origin_kind = ANY (ARRAY['broadcast'::text, 'journey'::text, 'optin'::text, 'test'::text, 'api'::text]))),
  constraint delivery_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'delivered'::text, 'bounced'::text, 'complained'::text, 'failed'::text, 'unknown'::text, 'dropped'::text])))
) with (fillfactor=70);
CREATE INDEX delivery_due ON augenblick.delivery USING btree (retailer_id, lane, priority, not_before) WHERE (status = 'waiting'::text);
CREATE INDEX delivery_open ON augenblick.delivery USING btree (taken_at) WHERE (status = 'sending'::text);
CREATE INDEX delivery_origin ON augenblick.delivery USING btree (retailer_id, origin_kind, origin_id);
CREATE INDEX delivery_profile ON augenblick.delivery USING btree (retailer_id, profile_id, asked_at DESC);
CREATE INDEX delivery_provider ON augenblick.delivery USING btree (retailer_id, provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX delivery_unknown ON augenblick.delivery USING btree (not_before) WHERE (status = 'unknown'::text);
alter table delivery enable row level security;
create policy retailer_wall on delivery using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table delivery_budget (
  retailer_id integer not null,
  channel text not null,
  month integer not null,
  used integer not null,
  constraint delivery_budget_pkey PRIMARY KEY (retailer_id, channel, month),
  constraint delivery_budget_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table delivery_budget enable row level security;
create policy retailer_wall on delivery_budget using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table delivery_content (
  retailer_id integer not null,
  id uuid not null,
  profile_id uuid not null,
  template_id uuid not null,
  template_version integer not null,
  variant text,
  locale text not null,
  data text not null,
  at timestamp with time zone not null,
  constraint delivery_content_pkey PRIMARY KEY (retailer_id, id)
);
CREATE INDEX delivery_content_at ON augenblick.delivery_content USING btree (retailer_id, at);
CREATE INDEX delivery_content_profile ON augenblick.delivery_content USING btree (retailer_id, profile_id);
alter table delivery_content enable row level security;
create policy retailer_wall on delivery_content using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table delivery_handed (
  retailer_id integer not null,
  id uuid not null,
  at timestamp with time zone not null,
  deliveries uuid[] not null,
  constraint delivery_handed_pkey PRIMARY KEY (retailer_id, id)
);
alter table delivery_handed enable row level security;
create policy retailer_wall on delivery_handed using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table delivery_key (
  one boolean default true not null,
  key bytea not null,
  constraint delivery_key_pkey PRIMARY KEY (one),
  constraint delivery_key_one_check CHECK (one)
);

create table delivery_news (
  retailer_id integer not null,
  id uuid not null,
  at timestamp with time zone not null,
  news text not null,
  constraint delivery_news_pkey PRIMARY KEY (retailer_id, id)
);
alter table delivery_news enable row level security;
create policy retailer_wall on delivery_news using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table delivery_rule (
  retailer_id integer not null,
  settings jsonb not null,
  constraint delivery_rule_pkey PRIMARY KEY (retailer_id),
  constraint delivery_rule_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table delivery_rule enable row level security;
create policy retailer_wall on delivery_rule using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table demo (
  retailer_id integer not null,
  stage text not null,
  running boolean not null,
  anchor_at timestamp with time zone not null,
  done integer default 0 not null,
  total integer default 0 not null,
  simulated bigint default 0 not null,
  source_ids jsonb default '{}'::jsonb not null,
  log_ins jsonb not null,
  shop_key text,
  constraint demo_pkey PRIMARY KEY (retailer_id),
  constraint demo_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint demo_stage_check CHECK ((stage = ANY (ARRAY['loading'::text, 'ready'::text, 'removing'::text])))
);
alter table demo enable row level security;
create policy retailer_wall on demo using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table demo_offer (
  one boolean default true not null,
  at timestamp with time zone not null,
  removed_at timestamp with time zone,
  constraint demo_offer_pkey PRIMARY KEY (one),
  constraint demo_offer_one_check CHECK (one)
);
alter table demo_offer enable row level security;

create table dry_run (
  retailer_id integer not null,
  id uuid not null,
  campaign_id uuid not null,
  name text not null,
  request jsonb not null,
  definition jsonb not null,
  state text not null,
  progress real default 0 not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  result jsonb,
  by_name text,
  constraint dry_run_pkey PRIMARY KEY (retailer_id, id),
  constraint dry_run_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint dry_run_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'stopped'::text])))
);
alter table dry_run enable row level security;
create policy retailer_wall on dry_run using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table erasure_key (
  singleton boolean default true not null,
  key bytea not null,
  constraint erasure_key_pkey PRIMARY KEY (singleton),
  constraint erasure_key_key_check CHECK ((octet_length(key) = 32)),
  constraint erasure_key_singleton_check CHECK (singleton)
);
alter table erasure_key enable row level security;

create table erasure_record (
  retailer_id integer not null,
  id uuid not null,
  at timestamp with time zone not null,
  reason text not null,
  staff_id uuid,
  staff_name text not null,
  removed jsonb not null,
  anonymised jsonb not null,
  remaining jsonb not null,
  consent_proofs integer not null,
  suppressed integer not null,
  constraint erasure_record_pkey PRIMARY KEY (retailer_id, id),
  constraint erasure_record_reason_check CHECK ((reason = ANY (ARRAY['shopper_request'::text, 'consent_withdrawn'::text, 'wrong_data'::text, 'other'::text])))
);
alter table erasure_record enable row level security;
create policy retailer_wall on erasure_record using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table event (
  retailer_id integer not null,
  id uuid not null,
  profile_id uuid not null,
  seq bigint not null,
  at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  source_id integer not null,
  kind text not null,
  name text not null,
  anchor text,
  body jsonb not null,
  constraint event_pkey PRIMARY KEY (retailer_id, id)
);
CREATE INDEX event_profile ON augenblick.event USING btree (retailer_id, profile_id, seq);
CREATE INDEX event_received ON augenblick.event USING brin (received_at);
CREATE INDEX event_vitals ON augenblick.event USING btree (retailer_id, received_at) WHERE (name = 'Web Vitals'::text);
alter table event enable row level security;
create policy retailer_wall on event using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table exposure (
  retailer_id integer not null,
  campaign_id uuid not null,
  profile_id uuid not null,
  held boolean not null,
  at timestamp with time zone not null,
  until timestamp with time zone not null,
  goal_event text not null,
  goal_at timestamp with time zone,
  revenue_minor bigint default 0 not null,
  constraint exposure_pkey PRIMARY KEY (retailer_id, campaign_id, profile_id)
);
CREATE INDEX exposure_at ON augenblick.exposure USING btree (retailer_id, campaign_id, at);
CREATE INDEX exposure_profile ON augenblick.exposure USING btree (retailer_id, profile_id);
alter table exposure enable row level security;
create policy retailer_wall on exposure using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table identity (
  retailer_id integer not null,
  kind text not null,
  value text not null,
  profile_id uuid not null,
  home_id uuid not null,
  shared boolean default false not null,
  first_at timestamp with time zone not null,
  event_id uuid not null,
  constraint identity_pkey PRIMARY KEY (retailer_id, kind, value)
);
CREATE INDEX identity_profile ON augenblick.identity USING btree (retailer_id, profile_id);
alter table identity enable row level security;
create policy retailer_wall on identity using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table identity_change (
  retailer_id integer not null,
  id uuid not null,
  at timestamp with time zone not null,
  identity text not null,
  from_profile uuid,
  to_profile uuid not null,
  reason text not null,
  event_id uuid,
  staff_id uuid,
  constraint identity_change_pkey PRIMARY KEY (retailer_id, id),
  constraint identity_change_reason_check CHECK ((reason = ANY (ARRAY['first_seen'::text, 'linked'::text, 'shared'::text, 'limit'::text, 'staff_merge'::text, 'staff_unmerge'::text])))
);
CREATE INDEX identity_change_from ON augenblick.identity_change USING btree (retailer_id, from_profile);
CREATE INDEX identity_change_to ON augenblick.identity_change USING btree (retailer_id, to_profile);
alter table identity_change enable row level security;
create policy retailer_wall on identity_change using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table identity_link (
  retailer_id integer not null,
  a text not null,
  b text not null,
  event_id uuid not null,
  at timestamp with time zone not null,
  origin text not null,
  cut_at timestamp with time zone,
  constraint identity_link_pkey PRIMARY KEY (retailer_id, a, b),
  constraint identity_link_origin_check CHECK ((origin = ANY (ARRAY['event'::text, 'alias'::text, 'staff'::text])))
);
CREATE INDEX identity_link_b ON augenblick.identity_link USING btree (retailer_id, b);
alter table identity_link enable row level security;
create policy retailer_wall on identity_link using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table import_run (
  retailer_id integer not null,
  id uuid not null,
  kind text not null,
  state text not null,
  file_name text not null,
  file_bytes bigint not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  heartbeat_at timestamp with time zone,
  cancel_asked boolean default false not null,
  mapping jsonb not null,
  settings jsonb not null,
  progress jsonb not null,
  summary jsonb,
  failure text,
  constraint import_run_pkey PRIMARY KEY (retailer_id, id),
  constraint import_run_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint import_run_kind_check CHECK ((kind = ANY (ARRAY['customers'::text, 'orders'::text, 'order-lines'::text, 'products'::text]))),
  constraint import_run_state_check CHECK ((state = ANY (ARRAY['uploaded'::text, 'queued'::text, 'running'::text, 'done'::text, 'cancelled'::text, 'failed'::text, 'interrupted'::text])))
);
CREATE INDEX import_run_created ON augenblick.import_run USING btree (retailer_id, created_at DESC);
alter table import_run enable row level security;
create policy retailer_wall on import_run using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table import_seen (
  retailer_id integer not null,
  kind text not null,
  key text not null,
  content text not null,
  revision integer not null,
  constraint import_seen_pkey PRIMARY KEY (retailer_id, kind, key),
  constraint import_seen_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table import_seen enable row level security;
create policy retailer_wall on import_seen using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table inbox_message (
  retailer_id integer not null,
  profile_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  locale text not null,
  title text not null,
  body text not null,
  url text,
  picture text,
  read_at timestamp with time zone,
  constraint inbox_message_pkey PRIMARY KEY (retailer_id, id)
);
CREATE INDEX inbox_message_at ON augenblick.inbox_message USING btree (retailer_id, at);
CREATE INDEX inbox_message_profile ON augenblick.inbox_message USING btree (retailer_id, profile_id, at DESC);
alter table inbox_message enable row level security;
create policy retailer_wall on inbox_message using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table invitation (
  retailer_id integer not null,
  id uuid not null,
  token_hash bytea not null,
  email text not null,
  role text not null,
  invited_by uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint invitation_pkey PRIMARY KEY (retailer_id, id),
  constraint invitation_token_hash_key UNIQUE (token_hash),
  constraint invitation_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES staff(id) ON DELETE CASCADE,
  constraint invitation_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint invitation_email_check CHECK ((email = lower(email))),
  constraint invitation_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'marketing'::text, 'staff'::text, 'analyst'::text, 'developer'::text])))
);
alter table invitation enable row level security;
create policy retailer_wall on invitation using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table journey (
  retailer_id integer not null,
  id uuid not null,
  status text default 'draft'::text not null,
  version integer default 0 not null,
  draft jsonb not null,
  live jsonb,
  playbook text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  published_at timestamp with time zone,
  constraint journey_pkey PRIMARY KEY (retailer_id, id),
  constraint journey_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint journey_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'live'::text, 'paused'::text, 'finishing'::text, 'ended'::text])))
);
CREATE INDEX journey_finishing ON augenblick.journey USING btree (retailer_id, id) WHERE (status = 'finishing'::text);
alter table journey enable row level security;
create policy retailer_wall on journey using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table journey_effect (
  retailer_id integer not null,
  key text not null,
  profile_id uuid not null,
  kind text not null,
  body text not null,
  due_at timestamp with time zone not null,
  tries integer default 0 not null,
  constraint journey_effect_pkey PRIMARY KEY (retailer_id, key)
);
CREATE INDEX journey_effect_due ON augenblick.journey_effect USING btree (due_at);
CREATE INDEX journey_effect_profile ON augenblick.journey_effect USING btree (retailer_id, profile_id);
alter table journey_effect enable row level security;
create policy retailer_wall on journey_effect using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table journey_inbox (
  retailer_id integer not null,
  profile_id uuid not null,
  key text not null,
  type text not null,
  name text not null,
  at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  channel text not null,
  anchor text not null,
  data text not null,
  constraint journey_inbox_pkey PRIMARY KEY (retailer_id, profile_id, key)
);
CREATE INDEX journey_inbox_seen ON augenblick.journey_inbox USING btree (seen_at);
alter table journey_inbox enable row level security;
create policy retailer_wall on journey_inbox using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table journey_product (
  retailer_id integer not null,
  product_id text not null,
  price_minor bigint,
  available boolean not null,
  constraint journey_product_pkey PRIMARY KEY (retailer_id, product_id)
);
alter table journey_product enable row level security;
create policy retailer_wall on journey_product using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table journey_run (
  retailer_id integer not null,
  id uuid not null,
  profile_id uuid not null,
  journey_id uuid not null,
  version integer not null,
  key text not null,
  anchor text not null,
  status text not null,
  node text not null,
  entered_at timestamp with time zone not null,
  since timestamp with time zone not null,
  due_at timestamp with time zone,
  parked boolean default false not null,
  goal_at timestamp with time zone,
  ended_at timestamp with time zone,
  end_reason text,
  memory text not null,
  constraint journey_run_pkey PRIMARY KEY (retailer_id, id),
  constraint journey_run_status_check CHECK ((status = ANY (ARRAY['active'::text, 'done'::text])))
) with (fillfactor=80);
CREATE UNIQUE INDEX journey_run_active ON augenblick.journey_run USING btree (retailer_id, profile_id, journey_id, key) WHERE (status = 'active'::text);
CREATE INDEX journey_run_due ON augenblick.journey_run USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX journey_run_entered ON augenblick.journey_run USING btree (retailer_id, journey_id, entered_at DESC, id DESC);
CREATE INDEX journey_run_node ON augenblick.journey_run USING btree (retailer_id, journey_id, node) WHERE (status = 'active'::text);
CREATE INDEX journey_run_profile ON augenblick.journey_run USING btree (retailer_id, profile_id);
alter table journey_run enable row level security;
create policy retailer_wall on journey_run using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table journey_step (
  retailer_id integer not null,
  run_id uuid not null,
  node text not null,
  visit integer not null,
  no integer not null,
  profile_id uuid not null,
  port text not null,
  at timestamp with time zone not null,
  detail text not null,
  constraint journey_step_pkey PRIMARY KEY (retailer_id, run_id, node, visit)
);
CREATE INDEX journey_step_profile ON augenblick.journey_step USING btree (retailer_id, profile_id);
alter table journey_step enable row level security;
create policy retailer_wall on journey_step using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table journey_sweep (
  retailer_id integer not null,
  journey_id uuid not null,
  entry text not null,
  day date not null,
  after uuid,
  done boolean default false not null,
  constraint journey_sweep_pkey PRIMARY KEY (retailer_id, journey_id, entry, day)
);
alter table journey_sweep enable row level security;
create policy retailer_wall on journey_sweep using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table journey_tally (
  retailer_id integer not null,
  journey_id uuid not null,
  kind text not null,
  node text not null,
  port text not null,
  slot smallint not null,
  n bigint not null,
  constraint journey_tally_pkey PRIMARY KEY (retailer_id, journey_id, kind, node, port, slot)
) with (fillfactor=70);
alter table journey_tally enable row level security;
create policy retailer_wall on journey_tally using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table journey_version (
  retailer_id integer not null,
  journey_id uuid not null,
  version integer not null,
  definition jsonb not null,
  moved boolean default false not null,
  at timestamp with time zone not null,
  by_name text not null,
  constraint journey_version_pkey PRIMARY KEY (retailer_id, journey_id, version)
);
alter table journey_version enable row level security;
create policy retailer_wall on journey_version using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table membership (
  retailer_id integer not null,
  staff_id uuid not null,
  role text not null,
  since timestamp with time zone not null,
  constraint membership_pkey PRIMARY KEY (retailer_id, staff_id),
  constraint membership_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint membership_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE,
  constraint membership_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'marketing'::text, 'staff'::text, 'analyst'::text, 'developer'::text])))
);
CREATE INDEX membership_staff ON augenblick.membership USING btree (staff_id);
alter table membership enable row level security;
create policy retailer_wall on membership using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table message_template (
  retailer_id integer not null,
  id uuid not null,
  version integer default 0 not null,
  draft jsonb not null,
  playbook text,
  archived boolean default false not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  published_at timestamp with time zone,
  constraint message_template_pkey PRIMARY KEY (retailer_id, id),
  constraint message_template_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table message_template enable row level security;
create policy retailer_wall on message_template using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table message_template_version (
  retailer_id integer not null,
  template_id uuid not null,
  version integer not null,
  definition jsonb not null,
  at timestamp with time zone not null,
  by_name text not null,
  constraint message_template_version_pkey PRIMARY KEY (retailer_id, template_id, version),
  constraint message_template_version_retailer_id_template_id_fkey FOREIGN KEY (retailer_id, template_id) REFERENCES message_template(retailer_id, id) ON DELETE CASCADE
);
alter table message_template_version enable row level security;
create policy retailer_wall on message_template_version using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table migration (
  version integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default now() not null,
  constraint migration_pkey PRIMARY KEY (version)
);

create table moment (
  retailer_id integer not null,
  id uuid not null,
  profile_id uuid not null,
  kind text not null,
  stage text not null,
  subject_type text,
  subject_id text,
  subject_name text,
  confidence double precision not null,
  evidence text not null,
  began_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  end_reason text,
  constraint moment_pkey PRIMARY KEY (retailer_id, id),
  constraint moment_kind_check CHECK ((kind = ANY (ARRAY['know'::text, 'go'::text, 'do'::text, 'buy'::text])))
) with (fillfactor=70);
CREATE INDEX moment_began ON augenblick.moment USING btree (retailer_id, began_at DESC, id);
CREATE INDEX moment_open ON augenblick.moment USING btree (retailer_id, kind) WHERE (ended_at IS NULL);
CREATE INDEX moment_profile ON augenblick.moment USING btree (retailer_id, profile_id, began_at DESC);
alter table moment enable row level security;
create policy retailer_wall on moment using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table moment_learning (
  retailer_id integer not null,
  at timestamp with time zone not null,
  version integer,
  report text not null,
  constraint moment_learning_pkey PRIMARY KEY (retailer_id, at),
  constraint moment_learning_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table moment_learning enable row level security;
create policy retailer_wall on moment_learning using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table moment_model (
  retailer_id integer not null,
  version integer not null,
  from_seq bigint not null,
  model jsonb not null,
  note text default ''::text not null,
  created_at timestamp with time zone default now() not null,
  constraint moment_model_pkey PRIMARY KEY (retailer_id, version),
  constraint moment_model_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table moment_model enable row level security;
create policy retailer_wall on moment_model using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table offer (
  retailer_id integer not null,
  id uuid not null,
  status text not null,
  version integer default 0 not null,
  draft jsonb not null,
  live jsonb,
  public_code text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint offer_pkey PRIMARY KEY (retailer_id, id),
  constraint offer_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint offer_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'live'::text, 'paused'::text, 'ended'::text])))
);
CREATE UNIQUE INDEX offer_public_code ON augenblick.offer USING btree (retailer_id, public_code) WHERE ((public_code IS NOT NULL) AND (status = ANY (ARRAY['live'::text, 'paused'::text])));
alter table offer enable row level security;
create policy retailer_wall on offer using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table offer_batch (
  retailer_id integer not null,
  id uuid not null,
  offer_id uuid not null,
  note text not null,
  count integer not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint offer_batch_pkey PRIMARY KEY (retailer_id, id),
  constraint offer_batch_retailer_id_offer_id_fkey FOREIGN KEY (retailer_id, offer_id) REFERENCES offer(retailer_id, id) ON DELETE CASCADE
);
alter table offer_batch enable row level security;
create policy retailer_wall on offer_batch using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table offer_code (
  retailer_id integer not null,
  id uuid not null,
  offer_id uuid not null,
  hash bytea not null,
  hint text not null,
  state text not null,
  batch_id uuid,
  shopper_id uuid,
  serial integer default 0 not null,
  campaign_id uuid,
  decision_id uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  used_at timestamp with time zone,
  used_by text,
  held_by text,
  held_until timestamp with time zone,
  promise_minor bigint,
  constraint offer_code_pkey PRIMARY KEY (retailer_id, id),
  constraint offer_code_retailer_id_hash_key UNIQUE (retailer_id, hash),
  constraint offer_code_retailer_id_offer_id_fkey FOREIGN KEY (retailer_id, offer_id) REFERENCES offer(retailer_id, id) ON DELETE CASCADE,
  constraint offer_code_state_check CHECK ((state = ANY (ARRAY['free'::text, 'used'::text, 'expired'::text, 'revoked'::text])))
);
CREATE INDEX offer_code_expiry ON augenblick.offer_code USING btree (expires_at) WHERE ((state = 'free'::text) AND (expires_at IS NOT NULL));
CREATE INDEX offer_code_held ON augenblick.offer_code USING btree (retailer_id, held_by) WHERE (held_by IS NOT NULL);
CREATE INDEX offer_code_offer ON augenblick.offer_code USING btree (retailer_id, offer_id, id);
CREATE UNIQUE INDEX offer_code_shopper ON augenblick.offer_code USING btree (retailer_id, shopper_id, offer_id, serial) WHERE (shopper_id IS NOT NULL);
alter table offer_code enable row level security;
create policy retailer_wall on offer_code using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table offer_hold (
  retailer_id integer not null,
  reference text not null,
  offer_id uuid not null,
  until timestamp with time zone not null,
  promise_minor bigint not null,
  constraint offer_hold_pkey PRIMARY KEY (retailer_id, reference, offer_id),
  constraint offer_hold_retailer_id_offer_id_fkey FOREIGN KEY (retailer_id, offer_id) REFERENCES offer(retailer_id, id) ON DELETE CASCADE
);
CREATE INDEX offer_hold_until ON augenblick.offer_hold USING btree (until);
alter table offer_hold enable row level security;
create policy retailer_wall on offer_hold using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table offer_key (
  retailer_id integer not null,
  key bytea not null,
  constraint offer_key_pkey PRIMARY KEY (retailer_id),
  constraint offer_key_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint offer_key_key_check CHECK ((octet_length(key) = 32))
);
alter table offer_key enable row level security;

create table offer_receipt (
  retailer_id integer not null,
  reference text not null,
  at timestamp with time zone not null,
  answer jsonb,
  reversed_at timestamp with time zone,
  constraint offer_receipt_pkey PRIMARY KEY (retailer_id, reference),
  constraint offer_receipt_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table offer_receipt enable row level security;
create policy retailer_wall on offer_receipt using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table offer_redemption (
  retailer_id integer not null,
  id uuid not null,
  reference text not null,
  offer_id uuid not null,
  code_id uuid,
  campaign_id uuid,
  decision_id uuid,
  shopper_id uuid,
  at timestamp with time zone not null,
  discount_minor bigint not null,
  paid_minor bigint not null,
  currency text not null,
  reversed_at timestamp with time zone,
  constraint offer_redemption_pkey PRIMARY KEY (retailer_id, id),
  constraint offer_redemption_retailer_id_reference_offer_id_key UNIQUE (retailer_id, reference, offer_id),
  constraint offer_redemption_retailer_id_offer_id_fkey FOREIGN KEY (retailer_id, offer_id) REFERENCES offer(retailer_id, id) ON DELETE CASCADE
);
CREATE INDEX offer_redemption_offer ON augenblick.offer_redemption USING btree (retailer_id, offer_id, id);
CREATE INDEX offer_redemption_shopper ON augenblick.offer_redemption USING btree (retailer_id, shopper_id, offer_id) WHERE (shopper_id IS NOT NULL);
alter table offer_redemption enable row level security;
create policy retailer_wall on offer_redemption using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table offer_run (
  retailer_id integer not null,
  offer_id uuid not null,
  from_at timestamp with time zone not null,
  to_at timestamp with time zone,
  version integer not null,
  definition jsonb not null,
  constraint offer_run_pkey PRIMARY KEY (retailer_id, offer_id, from_at),
  constraint offer_run_retailer_id_offer_id_fkey FOREIGN KEY (retailer_id, offer_id) REFERENCES offer(retailer_id, id) ON DELETE CASCADE
);
alter table offer_run enable row level security;
create policy retailer_wall on offer_run using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table offer_tally (
  retailer_id integer not null,
  owner text not null,
  id uuid not null,
  promised integer default 0 not null,
  promised_minor bigint default 0 not null,
  used integer default 0 not null,
  used_minor bigint default 0 not null,
  constraint offer_tally_pkey PRIMARY KEY (retailer_id, owner, id),
  constraint offer_tally_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint offer_tally_owner_check CHECK ((owner = ANY (ARRAY['offer'::text, 'campaign'::text])))
);
alter table offer_tally enable row level security;
create policy retailer_wall on offer_tally using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table order_line (
  retailer_id integer not null,
  profile_id uuid not null,
  order_id text not null,
  line_no integer not null,
  product_id text not null,
  name text not null,
  category text,
  brand text,
  variant text,
  quantity numeric(14,3) not null,
  unit_price_minor bigint not null,
  event_id uuid not null,
  constraint order_line_pkey PRIMARY KEY (retailer_id, order_id, profile_id, line_no)
);
CREATE INDEX order_line_product ON augenblick.order_line USING btree (retailer_id, product_id);
alter table order_line enable row level security;
create policy retailer_wall on order_line using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table passkey (
  id uuid not null,
  staff_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports jsonb not null,
  name text not null,
  backed_up boolean not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint passkey_pkey PRIMARY KEY (id),
  constraint passkey_credential_id_key UNIQUE (credential_id),
  constraint passkey_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE
);
CREATE INDEX passkey_staff ON augenblick.passkey USING btree (staff_id);
alter table passkey enable row level security;

create table passkey_challenge (
  challenge_hash bytea not null,
  purpose text not null,
  staff_id uuid,
  expires_at timestamp with time zone not null,
  constraint passkey_challenge_pkey PRIMARY KEY (challenge_hash),
  constraint passkey_challenge_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE,
  constraint passkey_challenge_purpose_check CHECK ((purpose = ANY (ARRAY['register'::text, 'sign_in'::text])))
);
alter table passkey_challenge enable row level security;

create table picture (
  retailer_id integer not null,
  id text not null,
  name text not null,
  alt text not null,
  kind text not null,
  width integer not null,
  height integer not null,
  bytes integer not null,
  animated boolean not null,
  data bytea storage external not null,
  created_at timestamp with time zone not null,
  constraint picture_pkey PRIMARY KEY (retailer_id, id),
  constraint picture_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint picture_kind_check CHECK ((kind = ANY (ARRAY['jpg'::text, 'png'::text, 'gif'::text, 'webp'::text])))
);
CREATE UNIQUE INDEX picture_id ON augenblick.picture USING btree (id);
alter table picture enable row level security;
create policy retailer_wall on picture using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table placement (
  retailer_id integer not null,
  key text not null,
  name text not null,
  kind text not null,
  "position" text not null,
  min_height integer not null,
  fallback jsonb,
  status text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint placement_pkey PRIMARY KEY (retailer_id, key),
  constraint placement_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint placement_kind_check CHECK ((kind = ANY (ARRAY['web'::text, 'app'::text, 'staff'::text, 'kiosk'::text, 'mail'::text]))),
  constraint placement_status_check CHECK ((status = ANY (ARRAY['live'::text, 'paused'::text])))
);
alter table placement enable row level security;
create policy retailer_wall on placement using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table product (
  retailer_id integer not null,
  product_id text not null,
  name text not null,
  category_path jsonb default '[]'::jsonb not null,
  brand text,
  price_minor bigint,
  currency text,
  image text,
  url text,
  gtin text,
  attributes jsonb default '{}'::jsonb not null,
  goods boolean default true not null,
  origin text not null,
  search text not null,
  updated_at timestamp with time zone not null,
  constraint product_pkey PRIMARY KEY (retailer_id, product_id),
  constraint product_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint product_check CHECK (((price_minor IS NULL) = (currency IS NULL))),
  constraint product_origin_check CHECK ((origin = ANY (ARRAY['import'::text, 'order-lines'::text, 'demo'::text, 'api'::text])))
);
alter table product enable row level security;
create policy retailer_wall on product using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table product_price (
  retailer_id integer not null,
  product_id text not null,
  at timestamp with time zone not null,
  price_minor bigint not null,
  currency text not null,
  constraint product_price_pkey PRIMARY KEY (retailer_id, product_id, at),
  constraint product_price_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table product_price enable row level security;
create policy retailer_wall on product_price using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table profile (
  retailer_id integer not null,
  id uuid not null,
  version integer not null,
  seq bigint not null,
  last_at timestamp with time zone not null,
  state text storage main not null,
  audience text default '{}'::text storage main not null,
  constraint profile_pkey PRIMARY KEY (retailer_id, id)
) with (fillfactor=60, toast_tuple_target=8160);
alter table profile enable row level security;
create policy retailer_wall on profile using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table profile_card (
  retailer_id integer not null,
  profile_id uuid not null,
  name text,
  email text,
  phone text,
  city text,
  identified boolean not null,
  orders integer not null,
  revenue_minor bigint not null,
  currency text,
  first_at timestamp with time zone not null,
  seen_on date not null,
  search text not null,
  simulated boolean default false not null,
  constraint profile_card_pkey PRIMARY KEY (retailer_id, profile_id)
);
CREATE INDEX profile_card_orders ON augenblick.profile_card USING btree (retailer_id, orders DESC, profile_id);
CREATE INDEX profile_card_revenue ON augenblick.profile_card USING btree (retailer_id, revenue_minor DESC, profile_id);
CREATE INDEX profile_card_search ON augenblick.profile_card USING gin (search gin_trgm_ops) WHERE (identified OR (name IS NOT NULL) OR (phone IS NOT NULL) OR (search ~~ '%@%'::text));
CREATE INDEX profile_card_seen ON augenblick.profile_card USING btree (retailer_id, seen_on DESC, profile_id);
alter table profile_card enable row level security;
create policy retailer_wall on profile_card using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table published (
  retailer_id integer not null,
  revision integer not null,
  constraint published_pkey PRIMARY KEY (retailer_id),
  constraint published_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table published enable row level security;
create policy retailer_wall on published using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create unlogged table rate_limit (
  key text not null,
  full_at timestamp with time zone not null,
  constraint rate_limit_pkey PRIMARY KEY (key)
);
alter table rate_limit enable row level security;

create table response_model (
  retailer_id integer not null,
  version integer not null,
  at timestamp with time zone not null,
  body text not null,
  constraint response_model_pkey PRIMARY KEY (retailer_id, version),
  constraint response_model_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table response_model enable row level security;
create policy retailer_wall on response_model using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table retailer (
  id integer generated always as identity not null,
  slug text not null,
  name text not null,
  currency text default 'EUR'::text not null,
  zone text default 'Europe/Berlin'::text not null,
  locale text default 'de'::text not null,
  colour text default '#0F5563'::text not null,
  demo boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint retailer_pkey PRIMARY KEY (id),
  constraint retailer_slug_key UNIQUE (slug),
  constraint retailer_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
);
alter table retailer enable row level security;
create policy retailer_wall on retailer using ((id = current_retailer())) with check ((id = current_retailer()));

create table retention_setting (
  retailer_id integer not null,
  strangers_months integer,
  decisions_days integer,
  dead_letters_days integer,
  import_files_days integer,
  messages_days integer,
  constraint retention_setting_pkey PRIMARY KEY (retailer_id),
  constraint retention_setting_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint retention_setting_dead_letters_days_check CHECK (((dead_letters_days >= 1) AND (dead_letters_days <= 400))),
  constraint retention_setting_decisions_days_check CHECK (((decisions_days >= 7) AND (decisions_days <= 1100))),
  constraint retention_setting_import_files_days_check CHECK (((import_files_days >= 1) AND (import_files_days <= 100))),
  constraint retention_setting_messages_days_check CHECK (((messages_days >= 30) AND (messages_days <= 1100))),
  constraint retention_setting_strangers_months_check CHECK (((strangers_months >= 1) AND (strangers_months <= 60)))
);
alter table retention_setting enable row level security;
create policy retailer_wall on retention_setting using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table segment (
  retailer_id integer not null,
  id uuid not null,
  no integer not null,
  name text not null,
  note text default ''::text not null,
  status text default 'draft'::text not null,
  version integer default 0 not null,
  condition jsonb not null,
  draft jsonb,
  since integer default 0 not null,
  from_at timestamp with time zone,
  fill_done integer default 0 not null,
  fill_total integer default 0 not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  published_at timestamp with time zone,
  filled_at timestamp with time zone,
  constraint segment_pkey PRIMARY KEY (retailer_id, id),
  constraint segment_retailer_id_no_key UNIQUE (retailer_id, no),
  constraint segment_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'filling'::text, 'live'::text, 'archived'::text])))
);
alter table segment enable row level security;
create policy retailer_wall on segment using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table segment_change (
  retailer_id integer not null,
  id uuid not null,
  profile_id uuid not null,
  segment_no integer not null,
  version integer not null,
  entered boolean not null,
  at timestamp with time zone not null,
  constraint segment_change_pkey PRIMARY KEY (retailer_id, id)
);
CREATE INDEX segment_change_profile ON augenblick.segment_change USING btree (retailer_id, profile_id, at DESC);
CREATE INDEX segment_change_segment ON augenblick.segment_change USING btree (retailer_id, segment_no, at DESC, id);
alter table segment_change enable row level security;
create policy retailer_wall on segment_change using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table segment_member (
  retailer_id integer not null,
  segment_no integer not null,
  profile_id uuid not null,
  since timestamp with time zone not null,
  constraint segment_member_pkey PRIMARY KEY (retailer_id, segment_no, profile_id)
);
CREATE INDEX segment_member_profile ON augenblick.segment_member USING btree (retailer_id, profile_id);
alter table segment_member enable row level security;
create policy retailer_wall on segment_member using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table segment_part (
  retailer_id integer not null,
  no integer not null,
  key text not null,
  since integer,
  constraint segment_part_pkey PRIMARY KEY (retailer_id, no)
);
CREATE UNIQUE INDEX segment_part_key ON augenblick.segment_part USING btree (retailer_id, md5(key));
alter table segment_part enable row level security;
create policy retailer_wall on segment_part using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table segment_version (
  retailer_id integer not null,
  segment_id uuid not null,
  version integer not null,
  condition jsonb not null,
  at timestamp with time zone not null,
  staff_name text,
  constraint segment_version_pkey PRIMARY KEY (retailer_id, segment_id, version)
);
alter table segment_version enable row level security;
create policy retailer_wall on segment_version using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table session (
  token_hash bytea not null,
  id uuid not null,
  staff_id uuid not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  user_agent text not null,
  address text not null,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_id_key UNIQUE (id),
  constraint session_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE
);
CREATE INDEX session_staff ON augenblick.session USING btree (staff_id, last_seen_at DESC);
alter table session enable row level security;

create table setup_link (
  singleton boolean default true not null,
  token_hash bytea not null,
  expires_at timestamp with time zone not null,
  constraint setup_link_pkey PRIMARY KEY (singleton),
  constraint setup_link_singleton_check CHECK (singleton)
);
alter table setup_link enable row level security;

create table signal (
  retailer_id integer not null,
  id uuid not null,
  profile_id uuid not null,
  name text not null,
  at timestamp with time zone not null,
  until timestamp with time zone not null,
  subject_type text,
  subject_id text,
  subject_name text,
  detail text not null,
  event_id uuid,
  constraint signal_pkey PRIMARY KEY (retailer_id, id)
);
CREATE INDEX signal_name ON augenblick.signal USING btree (retailer_id, name, at DESC);
CREATE INDEX signal_profile ON augenblick.signal USING btree (retailer_id, profile_id, at DESC);
alter table signal enable row level security;
create policy retailer_wall on signal using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table signup (
  retailer_id integer not null,
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
  wording_version integer not null,
  wording text not null,
  language text not null,
  topics jsonb not null,
  first_name text,
  page text,
  store text,
  staff text,
  browser text,
  requested_at timestamp with time zone not null,
  request_ip text,
  request_user_agent text,
  token_hash bytea not null,
  expires_at timestamp with time zone not null,
  mail_key text not null,
  mail text default 'waiting'::text not null,
  mail_sent_at timestamp with time zone,
  mail_message_id text,
  mail_hash text,
  confirmed_at timestamp with time zone,
  confirm_ip text,
  confirm_user_agent text,
  confirm_event_id uuid,
  constraint signup_pkey PRIMARY KEY (retailer_id, id),
  constraint signup_language_check CHECK ((language = ANY (ARRAY['de'::text, 'en'::text]))),
  constraint signup_mail_check CHECK ((mail = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX signup_email ON augenblick.signup USING btree (retailer_id, email, requested_at DESC);
CREATE INDEX signup_event ON augenblick.signup USING btree (retailer_id, event_id);
CREATE INDEX signup_profile ON augenblick.signup USING btree (retailer_id, profile_id);
CREATE UNIQUE INDEX signup_token ON augenblick.signup USING btree (token_hash);
alter table signup enable row level security;
create policy retailer_wall on signup using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table signup_asked (
  retailer_id integer not null,
  id uuid not null,
  at timestamp with time zone not null,
  email text not null,
  request jsonb not null,
  constraint signup_asked_pkey PRIMARY KEY (retailer_id, id),
  constraint signup_asked_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
CREATE INDEX signup_asked_email ON augenblick.signup_asked USING btree (retailer_id, email);
alter table signup_asked enable row level security;
create policy retailer_wall on signup_asked using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table signup_form (
  retailer_id integer not null,
  id uuid not null,
  status text not null,
  definition jsonb not null,
  changed_at timestamp with time zone not null,
  constraint signup_form_pkey PRIMARY KEY (retailer_id, id),
  constraint signup_form_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint signup_form_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'live'::text, 'paused'::text])))
);
CREATE UNIQUE INDEX signup_form_id ON augenblick.signup_form USING btree (id);
alter table signup_form enable row level security;
create policy retailer_wall on signup_form using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table source (
  retailer_id integer not null,
  id integer generated always as identity not null,
  kind text not null,
  name text not null,
  trust text not null,
  currency text default 'EUR'::text not null,
  simulated boolean default false not null,
  paused_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  deleted_at timestamp with time zone,
  constraint source_pkey PRIMARY KEY (retailer_id, id),
  constraint source_id_key UNIQUE (id),
  constraint source_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint source_trust_check CHECK ((trust = ANY (ARRAY['public'::text, 'trusted'::text])))
);
alter table source enable row level security;
create policy retailer_wall on source using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table staff (
  id uuid not null,
  email text not null,
  name text not null,
  locale text default 'de'::text not null,
  founder boolean default false not null,
  demo boolean default false not null,
  created_at timestamp with time zone not null,
  constraint staff_pkey PRIMARY KEY (id),
  constraint staff_email_key UNIQUE (email),
  constraint staff_email_check CHECK ((email = lower(email))),
  constraint staff_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
);
alter table staff enable row level security;
create policy colleagues on staff for select using ((id IN ( SELECT membership.staff_id
   FROM membership
  WHERE (membership.retailer_id = current_retailer()))));

create table staff_hint (
  retailer_id integer not null,
  profile_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  title text not null,
  body text not null,
  url text,
  done_at timestamp with time zone,
  done_by text,
  constraint staff_hint_pkey PRIMARY KEY (retailer_id, id)
);
CREATE INDEX staff_hint_at ON augenblick.staff_hint USING btree (retailer_id, at);
CREATE INDEX staff_hint_open ON augenblick.staff_hint USING btree (retailer_id, at DESC) WHERE (done_at IS NULL);
CREATE INDEX staff_hint_profile ON augenblick.staff_hint USING btree (retailer_id, profile_id);
alter table staff_hint enable row level security;
create policy retailer_wall on staff_hint using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table staff_merge (
  retailer_id integer not null,
  id uuid not null,
  at timestamp with time zone not null,
  action text not null,
  profile_id uuid not null,
  other_profile_id uuid not null,
  identity text,
  note text not null,
  staff_id uuid,
  staff_name text not null,
  constraint staff_merge_pkey PRIMARY KEY (retailer_id, id),
  constraint staff_merge_action_check CHECK ((action = ANY (ARRAY['merge'::text, 'unmerge'::text])))
);
CREATE INDEX staff_merge_other ON augenblick.staff_merge USING btree (retailer_id, other_profile_id);
CREATE INDEX staff_merge_profile ON augenblick.staff_merge USING btree (retailer_id, profile_id);
alter table staff_merge enable row level security;
create policy retailer_wall on staff_merge using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table staff_password (
  staff_id uuid not null,
  hash text not null,
  changed_at timestamp with time zone not null,
  constraint staff_password_pkey PRIMARY KEY (staff_id),
  constraint staff_password_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE
);
alter table staff_password enable row level security;

create table suppressed_address (
  retailer_id integer not null,
  id uuid not null,
  channel text not null,
  hash bytea not null,
  address text,
  reason text not null,
  note text,
  at timestamp with time zone not null,
  constraint suppressed_address_pkey PRIMARY KEY (retailer_id, id),
  constraint suppressed_address_retailer_id_hash_reason_key UNIQUE (retailer_id, hash, reason),
  constraint suppressed_address_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE,
  constraint suppressed_address_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'phone'::text]))),
  constraint suppressed_address_reason_check CHECK ((reason = ANY (ARRAY['unsubscribed'::text, 'erased'::text, 'bounced'::text, 'complained'::text, 'manual'::text])))
);
alter table suppressed_address enable row level security;
create policy retailer_wall on suppressed_address using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table suppression (
  retailer_id integer not null,
  hash bytea not null,
  at timestamp with time zone not null,
  erasure_id uuid not null,
  constraint suppression_pkey PRIMARY KEY (retailer_id, hash)
);
alter table suppression enable row level security;
create policy retailer_wall on suppression using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table touch (
  retailer_id integer not null,
  profile_id uuid not null,
  version integer not null,
  memory text not null,
  constraint touch_pkey PRIMARY KEY (retailer_id, profile_id)
) with (fillfactor=60);
alter table touch enable row level security;
create policy retailer_wall on touch using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table wakeup (
  retailer_id integer not null,
  profile_id uuid not null,
  at timestamp with time zone not null,
  constraint wakeup_pkey PRIMARY KEY (retailer_id, profile_id)
) with (fillfactor=70);
CREATE INDEX wakeup_at ON augenblick.wakeup USING btree (at);
alter table wakeup enable row level security;
create policy retailer_wall on wakeup using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table wording (
  retailer_id integer not null,
  id uuid not null,
  name text not null,
  version integer not null,
  constraint wording_pkey PRIMARY KEY (retailer_id, id),
  constraint wording_retailer_id_fkey FOREIGN KEY (retailer_id) REFERENCES retailer(id) ON DELETE CASCADE
);
alter table wording enable row level security;
create policy retailer_wall on wording using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table wording_version (
  retailer_id integer not null,
  wording_id uuid not null,
  version integer not null,
  de text not null,
  en text not null,
  at timestamp with time zone not null,
  by_name text not null,
  constraint wording_version_pkey PRIMARY KEY (retailer_id, wording_id, version),
  constraint wording_version_retailer_id_wording_id_fkey FOREIGN KEY (retailer_id, wording_id) REFERENCES wording(retailer_id, id) ON DELETE CASCADE
);
alter table wording_version enable row level security;
create policy retailer_wall on wording_version using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));

create table write_key (
  retailer_id integer not null,
  id uuid not null,
  source_id integer not null,
  key_hash bytea not null,
  hint text not null,
  name text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  constraint write_key_pkey PRIMARY KEY (retailer_id, id),
  constraint write_key_key_hash_key UNIQUE (key_hash),
  constraint write_key_retailer_id_source_id_fkey FOREIGN KEY (retailer_id, source_id) REFERENCES source(retailer_id, id) ON DELETE CASCADE
);
CREATE INDEX write_key_source ON augenblick.write_key USING btree (retailer_id, source_id);
alter table write_key enable row level security;
create policy retailer_wall on write_key using ((retailer_id = current_retailer())) with check ((retailer_id = current_retailer()));
