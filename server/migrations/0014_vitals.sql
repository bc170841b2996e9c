-- Page speed as the browser tag measured it (`Web Vitals`, one a page load): read by the last weeks, never by shopper. A
-- partial index, because these are few among all events and nothing else looks for an event by its name.
create index event_vitals on event (retailer_id, received_at) where name = 'Web Vitals';
