import { isOwnDeed } from '../deed.ts';
import { raise, type SignalRule } from './rule.ts';

const NAME = 'returning_after_absence';
const HOLDS_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Back after a long time: the first deed after an absence (model.waits.absence). */
export const returningAfterAbsence: SignalRule = {
  name: NAME,
  event(look) {
    const { memory, event, model } = look;
    if (!isOwnDeed(event) || memory.seenAt === undefined) return;
    const away = event.at - memory.seenAt;
    if (away < model.waits.absence) return;
    raise(look, NAME, {
      subject: null,
      detail: { days: Math.floor(away / DAY_MS) },
      eventId: event.id,
      holdsMs: HOLDS_MS,
    });
  },
};
