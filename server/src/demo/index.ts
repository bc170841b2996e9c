/** The front door of the demo retailer: its data, its visitors, its end. */
export type { DemoFile, DemoFileInvoice } from './dataset.ts';
export {
  createDemo,
  createDemoSwitch,
  type Demo,
  type DemoDeps,
  type DemoPrinted,
  type DemoSwitch,
} from './demo.ts';
export { demoRoutes } from './routes.ts';
export { ATTRIBUTION } from './wording.ts';
