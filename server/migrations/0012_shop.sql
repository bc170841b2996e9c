-- The write key of the demo storefront's own source, as its page carries it. Public like every key of a web page; it goes
-- with the demo retailer. Null until somebody visits the storefront.
alter table demo add column shop_key text;
