/** The front door of the demo retailer: its data, its visitors, its end. */
export { type DemoFile, type DemoFileInvoice, readDemoFile } from './dataset.ts';
export {
  createDemo,
  createDemoSwitch,
  type Demo,
  type DemoDeps,
  type DemoPrinted,
  type DemoSwitch,
} from './demo.ts';
export type { Letters } from './readers.ts';
export { demoRoutes } from './routes.ts';
export { buildWorld } from './simulation/index.ts';
export { ATTRIBUTION } from './wording.ts';
