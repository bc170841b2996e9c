-- What a message said is kept as long as the retailer needs it, and no longer. `at`: when it was filled in last.
-- Rows of before are as old as their message.
alter table delivery_content add column at timestamptz not null default now();
update delivery_content c set at = coalesce(d.sent_at, d.taken_at, d.asked_at)
  from delivery d where d.retailer_id = c.retailer_id and d.id = c.id;
alter table delivery_content alter column at drop default;
create index delivery_content_at on delivery_content (retailer_id, at);

-- The same words lie in the shopper's inbox and in the team's hints.
create index inbox_message_at on inbox_message (retailer_id, at);
create index staff_hint_at on staff_hint (retailer_id, at);

alter table retention_setting add column messages_days int check (messages_days between 30 and 1100);
