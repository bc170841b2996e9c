/** Alarms: has shoppers looked at when something about them changes by itself. */
export { createWakeups, type WakeupDeps, type Wakeups } from './runner.ts';
