import type { DemoStatus } from '@augenblick/contract/api/demo.ts';
import type { RetailerId } from '@augenblick/contract';
import { createAccess } from '../../access/index.ts';
import { ATTRIBUTION, createDemoSwitch, type DemoSwitch } from '../../demo/index.ts';
import { openRetailer } from '../../retailer/index.ts';
import { createJobs, createLive, systemClock, systemIds } from '../../runtime/index.ts';
import { type Command, CommandProblem, type Context } from '../command.ts';

const ACTIONS = ['status', 'on', 'off', 'remove'] as const;
type Action = (typeof ACTIONS)[number];

/** `augenblick demo`: how the demo retailer stands, its visitors on or off, or gone for good. */
export const demo: Command = {
  name: 'demo',
  summary: {
    de: 'zeigt den Musterladen, schaltet seine Besucher, entfernt ihn',
    en: 'shows the demo retailer, switches its visitors, removes it',
  },
  usage:
    'augenblick demo [status|on|off|remove]\non, off: simulated visitors come or stay away. remove: deletes the demo retailer with all its data.',
  run: async ([asked = 'status'], context) => {
    const action = ACTIONS.find((one) => one === asked);
    if (!action) throw new CommandProblem(`augenblick demo [${ACTIONS.join('|')}]`);
    const { database } = await context.installation();
    const ids = systemIds;
    const log = context.log();
    const live = createLive({ url: database.url, log, processId: ids.uuid7() });
    await live.start();
    try {
      const access = createAccess({ database, clock: systemClock, ids, openRetailer });
      const jobs = createJobs({ url: database.url, log });
      const parts = { database, clock: systemClock, jobs, live, log, access };
      return await act(action, createDemoSwitch(parts), context);
    } finally {
      await live.stop();
    }
  },
};

async function act(action: Action, demoSwitch: DemoSwitch, context: Context): Promise<number> {
  const de = context.language === 'de';
  const retailerId = await demoSwitch.find();
  if (retailerId === null) {
    context.say(de ? 'Es gibt keinen Musterladen.' : 'There is no demo retailer.');
    return action === 'status' ? 0 : 1;
  }
  if (action === 'remove') {
    await demoSwitch.remove(retailerId);
    await demoSwitch.removeNow(retailerId);
    context.say(de ? 'Der Musterladen ist entfernt.' : 'The demo retailer is removed.');
    return 0;
  }
  const status = await changed(action, demoSwitch, retailerId);
  context.say(sentence(status, de));
  context.say(de ? ATTRIBUTION.de : ATTRIBUTION.en);
  return 0;
}

function changed(
  action: 'status' | 'on' | 'off',
  demoSwitch: DemoSwitch,
  retailerId: RetailerId,
): Promise<DemoStatus> {
  if (action === 'status') return demoSwitch.status(retailerId);
  return demoSwitch.switch(retailerId, action === 'on');
}

function sentence({ stage, running, progress, simulated }: DemoStatus, de: boolean): string {
  const { done, total } = progress;
  if (stage === 'loading') {
    return de
      ? `Der Musterladen wird geladen: ${done} von ${total}.`
      : `The demo retailer is being loaded: ${done} of ${total}.`;
  }
  if (stage === 'removing') {
    return de
      ? `Der Musterladen wird entfernt: ${done} von ${total}.`
      : `The demo retailer is being removed: ${done} of ${total}.`;
  }
  const sent = `${simulated.total} (${simulated.lastMinute}/min)`;
  if (de) return `Simulierte Besucher: ${running ? 'an' : 'aus'}. Ereignisse bisher: ${sent}.`;
  return `Simulated visitors: ${running ? 'on' : 'off'}. Events so far: ${sent}.`;
}
