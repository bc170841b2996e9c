/**
 * The step function: what becomes of a run when time passes, something happens or a question is answered. Pure; it changes
 * only the run it is given. Everything that happens by itself happens at its own instant, not at the one of looking, so
 * that it does not matter when somebody looks. Each visit of a node is left once; that is the key of its transition.
 */
import {
  isWait,
  JOURNEY_LIMITS as L,
  type JourneyEnd,
  type JourneyFact,
  type JourneyNode,
  type JsonObject,
} from '@augenblick/contract';
import { hash32 } from '../decision/index.ts';
import { type CompiledJourney, waitMs } from './compile.ts';
import { isSame } from './key.ts';
import { nextLocal } from './local-time.ts';
import type { Answer, Heard, Run, SendContent, Stepped } from './run.ts';

/** What a run is told. */
export type Input =
  /** Stands at the start and goes. */
  | { type: 'begin'; at: number }
  /** What is due at `until` (ms) or before. `now`: the real time, for what is looked at far too late. */
  | { type: 'time'; until: number; now: number }
  /** `paused`: ways out and the goal count as ever; what is waited for is remembered until the journey goes on. */
  | { type: 'fact'; fact: JourneyFact; paused: boolean }
  | { type: 'answer'; answer: Answer }
  /** In a test: what is waited for comes, whatever it is. */
  | { type: 'happened'; at: number; event: string }
  | { type: 'end'; at: number; end: JourneyEnd };

/** An event that came in late still ends a run that began up to so long after it. */
const BEFORE_ENTRY_MS = 24 * 3_600_000;
/** How long the decision engine is waited for. */
export const DECIDE_MS = 60_000;

/** Steps a run. When `run.asking` is set afterwards, it goes on with the answer. */
export function step(
  journey: CompiledJourney,
  run: Run,
  input: Input,
  context: { zone: string },
): Stepped {
  if (run.status === 'done') return { transitions: [], effects: [] };
  return new Walk(journey, run, context.zone).take(input);
}

/** One call of `step`. */
class Walk {
  private readonly stepped: Stepped = { transitions: [], effects: [] };
  private straight = 0;
  private readonly journey: CompiledJourney;
  private readonly run: Run;
  private readonly zone: string;

  constructor(journey: CompiledJourney, run: Run, zone: string) {
    this.journey = journey;
    this.run = run;
    this.zone = zone;
  }

  take(input: Input): Stepped {
    const { run, journey } = this;
    switch (input.type) {
      case 'begin':
        if (journey.definition.audience === null) this.leave('next', input.at);
        else run.asking = { kind: 'audience', at: input.at };
        break;
      case 'time':
        this.time(input.until, input.now);
        break;
      case 'fact':
        this.fact(input.fact, input.paused);
        break;
      case 'answer':
        this.answer(input.answer);
        break;
      case 'happened':
        this.wake('happened', input.at, { event: input.event });
        break;
      case 'end':
        this.finish(input.end, input.at);
        break;
    }
    return this.stepped;
  }

  private time(until: number, now: number): void {
    const { run, journey } = this;
    const due = run.dueAt;
    if (due === null || due > until) return;
    const at = now - due > L.lateMs ? now : due;
    const node = journey.nodes.get(run.node);
    const { heard } = run;
    run.heard = null;
    if (node === undefined) this.finish('broken', at);
    else if (heard !== null) this.goOn(node, heard, at);
    else if (node.type === 'wait_event') this.wake('timeout', at, {});
    else if (node.type === 'decide') this.leave('nothing', at, { result: 'too_slow' });
    else this.wake('next', at, {});
  }

  private fact(fact: JourneyFact, paused: boolean): void {
    const { run, journey } = this;
    if (fact.at < run.enteredAt - BEFORE_ENTRY_MS) return;
    const { seenAt: at } = fact;
    const by = journey.definition.key;
    const concerns = ({ sameKey }: { sameKey: boolean }): boolean =>
      !sameKey || isSame(by, run.key, fact);
    const { goal } = journey;
    if (goal !== null && concerns(goal) && goal.fits(fact)) {
      run.goalAt ??= at;
      if (goal.ends) {
        this.finish('goal', at, { event: fact.name });
        return;
      }
    }
    const exit = journey.exits.find((one) => concerns(one) && one.fits(fact));
    if (exit !== undefined) {
      this.finish(exit.end, at, exit.end === 'exit_event' ? { event: fact.name } : {});
      return;
    }
    // It goes on by what came first while the journey was paused: its time, or an earlier event.
    if (run.parked) return;
    const node = journey.nodes.get(run.node);
    if (node?.type === 'wait_event') {
      if (concerns(node) && journey.waits.get(node.id)?.(fact) === true)
        this.hear(node, { port: 'happened', detail: { event: fact.name } }, at, paused);
    } else if (node?.type === 'decide' && fact.type === 'answer') {
      if (fact.name !== `${run.id}:${node.id}:${run.visits.get(node.id) ?? 1}`) return;
      const chosen = fact.data.campaign !== undefined && fact.data.campaign !== null;
      if (chosen) run.gained = { ...run.gained, decision: fact.data };
      const detail = { campaign: fact.data.campaign_name ?? null };
      this.hear(node, { port: chosen ? 'chosen' : 'nothing', detail }, at, paused);
    }
  }

  /** What was waited for has come: goes on by it, at once or when the journey does. */
  private hear(node: JourneyNode, heard: Heard, at: number, paused: boolean): void {
    if (!paused) {
      this.goOn(node, heard, at);
      return;
    }
    this.run.heard = heard;
    this.run.dueAt = null;
    this.run.parked = true;
  }

  private goOn(node: JourneyNode, { port, detail }: Heard, at: number): void {
    if (node.type === 'decide') this.leave(port, at, detail);
    else this.wake(port, at, detail);
  }

  private answer(answer: Answer): void {
    const { run } = this;
    const { asking } = run;
    if (asking === null) return;
    run.asking = null;
    if (asking.kind === 'audience') {
      if (answer === true) this.leave('next', asking.at);
      else this.refuse(asking.at);
    } else if (asking.kind === 'branch') {
      this.leave(answer === true ? 'yes' : 'no', asking.at);
    } else if (asking.kind === 'exit') {
      if (answer === true) this.finish('exit_condition', asking.at);
      else this.leave(asking.port, asking.at, asking.detail);
    } else if (answer !== null && typeof answer === 'object') {
      run.gained = { ...run.gained, code: answer.text, code_until: answer.until };
      this.leave('next', asking.at, { code: answer.text });
    } else this.leave('none', asking.at);
  }

  /** The shopper is not of the audience: nothing remains of the run, as if it had never begun. */
  private refuse(at: number): void {
    this.run.status = 'done';
    this.run.endedAt = at;
    this.run.end = null;
    this.run.dueAt = null;
  }

  /** Goes on after a wait, unless a condition takes them out. */
  private wake(port: string, at: number, detail: JsonObject): void {
    if (this.journey.exitCondition === null) this.leave(port, at, detail);
    else {
      this.run.dueAt = null;
      this.run.asking = { kind: 'exit', port, at, detail };
    }
  }

  private leave(port: string, at: number, detail: JsonObject = {}): void {
    const { run, journey } = this;
    this.note(port, at, detail);
    run.dueAt = null;
    this.straight += 1;
    if (run.steps >= L.transitionsMax || this.straight > L.straightMax) {
      this.close('looping', at);
      this.stepped.effects.push({ type: 'cancel', run, at });
      return;
    }
    const to = journey.next(run.node, port);
    const node = to === undefined ? undefined : journey.nodes.get(to);
    if (node === undefined) this.close('finished', at);
    else this.arrive(node, at);
  }

  private note(port: string, at: number, detail: JsonObject): void {
    const { run } = this;
    run.steps += 1;
    const visit = run.visits.get(run.node) ?? 1;
    this.stepped.transitions.push({ node: run.node, visit, port, at, detail });
  }

  private arrive(node: JourneyNode, at: number): void {
    const { run } = this;
    run.node = node.id;
    run.since = at;
    run.visits.set(node.id, (run.visits.get(node.id) ?? 0) + 1);
    if (isWait(node)) this.rest(node, at);
    else this.pass(node, at);
  }

  private rest(node: JourneyNode, at: number): void {
    // Somebody who comes round again at that very minute waits for the next one.
    const again = (this.run.visits.get(node.id) ?? 1) > 1;
    if (node.type === 'wait_until')
      this.run.dueAt = nextLocal(this.zone, again ? at + 1 : at, node);
    else if (node.type === 'wait' || node.type === 'wait_event') this.run.dueAt = at + waitMs(node);
  }

  /** A step that is done at once, or asks. */
  private pass(node: JourneyNode, at: number): void {
    const { run, journey } = this;
    const { effects } = this.stepped;
    const visit = run.visits.get(node.id) ?? 1;
    const its = { run, node: node.id, visit };
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all others are dealt with by default.
    switch (node.type) {
      case 'branch':
        if (node.on === 'event') {
          this.leave(journey.branches.get(node.id)?.(run.data) === true ? 'yes' : 'no', at);
        } else if (node.condition === null) this.leave('no', at);
        else run.asking = { kind: 'branch', node: node.id, at };
        return;
      case 'split':
        this.leave(shareOf(journey.id, node, run.profileId), at);
        return;
      case 'code':
        if (node.offerId === null) this.leave('none', at);
        else run.asking = { kind: 'code', node: node.id, offerId: node.offerId, at };
        return;
      case 'decide':
        effects.push({ type: 'decide', ...its, placement: node.placement });
        run.dueAt = at + DECIDE_MS;
        return;
      case 'exit':
        this.finish('exit_step', at, node.reason === '' ? {} : { reason: node.reason });
        return;
      case 'profile': {
        const traits = Object.fromEntries(node.traits.map(({ key, value }) => [key, value]));
        effects.push({ type: 'profile', ...its, traits });
        break;
      }
      case 'points':
        effects.push({ type: 'points', ...its, points: node.points, reason: node.reason });
        break;
      case 'start_journey':
        if (node.journeyId !== null)
          effects.push({ type: 'start', ...its, journeyId: node.journeyId, at });
        break;
      case 'end_journey':
        if (node.journeyId !== null)
          effects.push({ type: 'end', ...its, journeyId: node.journeyId, at });
        break;
      default: {
        const content = contentOf(node, at);
        if (content !== null) effects.push({ type: 'send', ...its, at, content });
      }
    }
    this.leave('next', at, detailOf(node));
  }

  /** Ends where they stand; what still waits to be sent is taken back. */
  private finish(end: JourneyEnd, at: number, detail: JsonObject = {}): void {
    this.note('', at, { ...detail, end });
    this.close(end, at);
    if (end !== 'exit_step') this.stepped.effects.push({ type: 'cancel', run: this.run, at });
  }

  private close(end: JourneyEnd, at: number): void {
    const { run } = this;
    run.status = 'done';
    run.end = end;
    run.endedAt = at;
    run.dueAt = null;
    run.parked = false;
    run.heard = null;
    run.asking = null;
  }
}

function contentOf(node: JourneyNode, at: number): SendContent | null {
  if (node.type === 'task' || node.type === 'webhook') {
    const channel = node.type === 'task' ? 'staff' : 'webhook';
    const { templateId } = node;
    return templateId === null ? null : { messages: [{ channel, templateId }], notAfter: null };
  }
  if (node.type !== 'send') return null;
  const messages = node.messages.flatMap(({ channel, templateId }) =>
    templateId === null ? [] : [{ channel, templateId }],
  );
  if (messages.length === 0) return null;
  const notAfter = node.withinHours === null ? null : at + node.withinHours * 3_600_000;
  return { messages, notAfter };
}

function detailOf(node: JourneyNode): JsonObject {
  if (node.type === 'send') return { channels: node.messages.map(({ channel }) => channel) };
  if (node.type === 'profile') return { traits: node.traits.map(({ key }) => key) };
  return node.type === 'points' ? { points: node.points } : {};
}

/** The share a shopper falls into: by a hash of journey, step and shopper, so that it is the same every time. */
export function shareOf(
  journeyId: string,
  node: Extract<JourneyNode, { type: 'split' }>,
  profileId: string,
): string {
  const total = node.shares.reduce((sum, { weight }) => sum + weight, 0);
  const at = (hash32(`${journeyId} ${node.id} ${profileId}`) / 2 ** 32) * total;
  let sum = 0;
  for (const { id, weight } of node.shares) {
    sum += weight;
    if (at < sum) return id;
  }
  return node.shares[0]?.id ?? 'next';
}
