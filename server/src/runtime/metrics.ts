import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The measurements of one process, in the form Prometheus reads. */
export interface Metrics {
  /** A number that only rises. Asking again for the same name gives the same one. */
  counter<L extends string = string>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  /** A number that rises and falls; `collect` is called when the page is read. */
  gauge<L extends string = string>(
    name: string,
    help: string,
    labels?: readonly L[],
    collect?: (gauge: Gauge<L>) => void | Promise<void>,
  ): Gauge<L>;
  /** A spread of values over buckets; seconds unless the name says otherwise. */
  histogram<L extends string = string>(
    name: string,
    help: string,
    labels?: readonly L[],
    buckets?: readonly number[],
  ): Histogram<L>;
  /** The page `/metrics`. */
  page(): Promise<{ type: string; text: string }>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Measurements of this process; with node's own (memory, event loop) unless told. */
export function createMetrics(options: { process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.process ?? true) collectDefaultMetrics({ register: registry, prefix: 'augenblick_' });
  const once = <M>(name: string, make: (full: string) => M): M => {
    const full = name.startsWith('augenblick_') ? name : `augenblick_${name}`;
    return (registry.getSingleMetric(full) as M | undefined) ?? make(full);
  };
  return {
    counter: (name, help, labels = []) =>
      once(
        name,
        (full) => new Counter({ name: full, help, labelNames: labels, registers: [registry] }),
      ),
    gauge: (name, help, labels = [], collect) =>
      once(
        name,
        (full) =>
          new Gauge({
            name: full,
            help,
            labelNames: labels,
            registers: [registry],
            ...(collect
              ? {
                  collect() {
                    return collect(this);
                  },
                }
              : {}),
          }),
      ),
    histogram: (name, help, labels = [], buckets = SECONDS) =>
      once(
        name,
        (full) =>
          new Histogram({
            name: full,
            help,
            labelNames: labels,
            buckets: [...buckets],
            registers: [registry],
          }),
      ),
    page: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
