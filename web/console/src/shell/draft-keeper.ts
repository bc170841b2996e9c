import { ApiError } from '@augenblick/api';

/** waiting: changed and soon saved; conflict: somebody else saved meanwhile, nothing of theirs was overwritten. */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

/** A draft as it stands in the browser, and what the server answered last. */
export interface DraftSnapshot<Draft, Answer> {
  draft: Draft;
  one: Answer;
  state: SaveState;
  /** Why saving failed; null otherwise. */
  error: unknown;
}

/** What a keeper needs to know of its kind of draft, and of the world. */
export interface DraftKeeping<Draft, Answer> {
  draftOf: (answer: Answer) => Draft;
  /** When the server last saw a change; sent along, so that it notices when somebody else was faster. */
  stampOf: (answer: Answer) => number;
  /** Saves; throws ApiError `conflict` when the stamp is no longer the last one. */
  put: (draft: Draft, stamp: number) => Promise<Answer>;
  /** Calls once after a rest; the returned function calls it off. */
  rest: (call: () => void) => () => void;
}

/**
 * A draft that saves itself: one save at a time, the newest state wins. Knows nothing of React; `subscribe` and `snapshot`
 * are what `useSyncExternalStore` asks for.
 */
export class DraftKeeper<Draft extends object, Answer> {
  private now: DraftSnapshot<Draft, Answer>;
  private dirty = false;
  private running: Promise<boolean> = Promise.resolve(true);
  private callOff: () => void = () => undefined;
  private readonly listeners = new Set<() => void>();
  private readonly keeping: DraftKeeping<Draft, Answer>;

  constructor(first: Answer, keeping: DraftKeeping<Draft, Answer>) {
    this.keeping = keeping;
    this.now = { draft: keeping.draftOf(first), one: first, state: 'saved', error: null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): DraftSnapshot<Draft, Answer> => this.now;

  /** True while something is not saved. */
  readonly waits = (): boolean => this.dirty;

  /** Changes a part; saved after a rest. */
  readonly change = (part: Partial<Draft>): void => {
    this.dirty = true;
    // A conflict stays said until theirs is taken: saving again would only be refused again.
    const state = this.now.state === 'conflict' ? 'conflict' : 'waiting';
    this.set({ draft: { ...this.now.draft, ...part }, state });
    this.callOff();
    this.callOff = this.keeping.rest(() => void this.flush());
  };

  /** Saves at once what waits; true when everything is saved. */
  readonly flush = (): Promise<boolean> => {
    this.callOff();
    this.running = this.running.then(() => this.save());
    return this.running;
  };

  /** Takes what the server has instead of what waits: after a restore, a publish, a conflict. */
  readonly take = (one: Answer): void => {
    this.callOff();
    this.dirty = false;
    this.set({ one, draft: this.keeping.draftOf(one), state: 'saved', error: null });
  };

  private async save(): Promise<boolean> {
    while (this.dirty) {
      this.dirty = false;
      this.set({ state: 'saving' });
      try {
        const stamp = this.keeping.stampOf(this.now.one);
        // oxlint-disable-next-line no-await-in-loop -- one save at a time is the point
        const one = await this.keeping.put(this.now.draft, stamp);
        this.set({ one, error: null });
      } catch (error) {
        this.dirty = true;
        const conflict = error instanceof ApiError && error.code === 'conflict';
        this.set({ state: conflict ? 'conflict' : 'failed', error });
        return false;
      }
    }
    this.set({ state: 'saved' });
    return true;
  }

  private set(part: Partial<DraftSnapshot<Draft, Answer>>): void {
    this.now = { ...this.now, ...part };
    for (const listener of this.listeners) listener();
  }
}
