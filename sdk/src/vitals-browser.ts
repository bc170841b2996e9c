/** vitals.js: begins to measure and tells the tag on this page. */
import { reportVitals } from './vitals.ts';

const page = window as unknown as {
  augenblick?: { track?: (event: string, properties: object) => void };
};
reportVitals((event, properties) => page.augenblick?.track?.(event, properties));
