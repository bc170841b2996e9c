/** Simulated visitors of the demo retailer: pure, seeded, labelled. */
export { purchaseAfter } from './after-mail.ts';
export { DEMO_SOURCES, type DemoSourceKey, type SimulatedItem } from './item.ts';
export { createSimulation, type Simulation, type SimulationOptions } from './simulation.ts';
export { buildWorld, type KnownShopper, type World } from './world.ts';
