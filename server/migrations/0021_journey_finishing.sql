-- A journey that takes nobody in any more while those on the way go on to their end; then it is ended by itself.
alter table journey drop constraint journey_status_check;
alter table journey add constraint journey_status_check
  check (status in ('draft', 'live', 'paused', 'finishing', 'ended'));
create index journey_finishing on journey (retailer_id, id) where status = 'finishing';
