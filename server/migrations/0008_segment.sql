-- Live segments: what they ask, who is in them, who came and went.

-- Texts are compared without regard to case the same way here and in node (server/src/segment/plain.ts holds the table, a
-- test compares them): lower() depends on the server's locale.
create function segment_plain(text) returns text immutable strict parallel safe language sql as $$
  select translate($1,
    'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅ'
      || 'ŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМ'
      || 'НОПРСТУФХЦЧШЩЪЫЬЭЮЯẞ',
    'abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņ'
      || 'ňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋѐёђѓєѕіїјљњћќѝўџабвгдежзийклм'
      || 'нопрстуфхцчшщъыьэюяß')
$$;

-- `no` stands for the segment in a shopper's memory. `condition` is what is switched on (of a draft: what was saved last),
-- `draft` a saved change of it. `since` is the revision (see 0006) with which the present version was published, `from_at`
-- the instant from which it is evaluated; shoppers from before are gone through while the status is `filling`.
create table segment (
  retailer_id int not null,
  id uuid not null,
  no int not null,
  name text not null,
  note text not null default '',
  status text not null default 'draft' check (status in ('draft', 'filling', 'live', 'archived')),
  version int not null default 0,
  condition jsonb not null,
  draft jsonb,
  since int not null default 0,
  from_at timestamptz,
  fill_done int not null default 0,
  fill_total int not null default 0,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  published_at timestamptz,
  filled_at timestamptz,
  primary key (retailer_id, id),
  unique (retailer_id, no)
);
alter table segment enable row level security;
create policy retailer_wall on segment using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

create table segment_version (
  retailer_id int not null,
  segment_id uuid not null,
  version int not null,
  condition jsonb not null,
  at timestamptz not null,
  staff_name text,
  primary key (retailer_id, segment_id, version)
);
alter table segment_version enable row level security;
create policy retailer_wall on segment_version using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- What is remembered of every shopper for the live segments (profile.audience, `mem`), by number. `since`: the revision
-- that asked for it; null while nobody does.
create table segment_part (
  retailer_id int not null,
  no int not null,
  key text not null,
  since int,
  primary key (retailer_id, no)
);
create unique index segment_part_key on segment_part (retailer_id, md5(key));
alter table segment_part enable row level security;
create policy retailer_wall on segment_part using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Who is in which segment, and since when. Rows of an archived segment say nothing and are removed by a job.
create table segment_member (
  retailer_id int not null,
  segment_no int not null,
  profile_id uuid not null,
  since timestamptz not null,
  primary key (retailer_id, segment_no, profile_id)
);
create index segment_member_profile on segment_member (retailer_id, profile_id);
alter table segment_member enable row level security;
create policy retailer_wall on segment_member using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());

-- Entering and leaving, as facts. Those at a version's `from_at` were in when it was switched on.
create table segment_change (
  retailer_id int not null,
  id uuid not null,
  profile_id uuid not null,
  segment_no int not null,
  version int not null,
  entered boolean not null,
  at timestamptz not null,
  primary key (retailer_id, id)
);
create index segment_change_profile on segment_change (retailer_id, profile_id, at desc);
create index segment_change_segment on segment_change (retailer_id, segment_no, at desc, id);
alter table segment_change enable row level security;
create policy retailer_wall on segment_change using (retailer_id = current_retailer()) with check (retailer_id = current_retailer());
