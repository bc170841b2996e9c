-- Puts a job into the queue within the caller's transaction. The queue's own tables stay with the owner, so this runs with
-- the owner's rights. The same `key` replaces a job that has not started.
create function enqueue_job(name text, payload json, queue text, run_at timestamptz, key text) returns void
  language plpgsql security definer set search_path = pg_catalog
  as $$ begin
    perform graphile_worker.add_job(name, payload, queue, run_at, null, key);
  end $$;
