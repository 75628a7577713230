/**
 * Records what a strategy is asked in a run, with what it could see, and asks another instance the
 * same again: the time of that is the strategy's and a plain view's alone.
 */
import { simulate } from '../../dist/index.js';

const HOOKS = [
  'onArrival',
  'onTimer',
  'onIdle',
  'onBatchStart',
  'onBatchEnd',
  'onLoaded',
  'onPoll',
];

/** Runs a scenario and keeps up to `limit` calls from the middle of it. */
export function record(scenario, definition, limit) {
  const calls = [];
  const recorded = { context: undefined, calls, releases: 0 };
  const watching = {
    ...definition,
    create(context) {
      recorded.context = context;
      const strategy = definition.create(context);
      const watched = { poll: strategy.poll };
      for (const hook of HOOKS) {
        if (strategy[hook] === undefined) continue;
        watched[hook] = (view, model) => {
          const keeps = calls.length < limit;
          if (keeps) calls.push({ hook, model, state: snapshot(view) });
          const answer = strategy[hook](view, model);
          if (keeps) recorded.releases += releasesIn(answer);
          return answer;
        };
      }
      if (strategy.poll === undefined) delete watched.poll;
      return watched;
    },
  };
  simulate({ scenario, strategy: watching, replication: 0, observers: [] });
  return recorded;
}

function releasesIn(answer) {
  if (answer === undefined) return 0;
  return [answer].flat().filter(({ action }) => action === 'release').length;
}

/** All that a view shows, as plain values. */
function snapshot(view) {
  const models = Array.from({ length: view.modelCount }, (_, model) => model);
  return {
    now: view.now,
    lastLoaded: view.lastLoaded,
    lastLoadedAt: view.lastLoadedAt,
    loadedBefore: view.loadedBefore,
    evictionCandidate: view.evictionCandidate,
    busy: view.busy,
    activity: view.activity,
    activeModel: view.activeModel,
    activeSince: view.activeSince,
    inService: view.inService,
    inBackground: view.inBackground,
    releasedBatches: view.releasedBatches,
    queues: models.map((model) =>
      Float64Array.from({ length: view.waiting(model) }, (_, at) => view.arrivalOf(model, at)),
    ),
    timers: models.map((model) => view.timerOf(model)),
    resident: models.map((model) => view.isResident(model)),
    fits: models.map((model) => view.fitsBeside(model)),
    loadable: models.map((model) => view.canLoad(model)),
    prefetchable: models.map((model) => view.canPrefetch(model)),
    prefetched: models.map((model) => view.isPrefetched(model)),
    released: models.map((model) => view.released(model)),
  };
}

/** A view of one snapshot after another. */
class ReplayedView {
  #state;

  constructor(modelCount) {
    this.modelCount = modelCount;
  }

  show(state) {
    this.#state = state;
  }

  get now() {
    return this.#state.now;
  }
  get lastLoaded() {
    return this.#state.lastLoaded;
  }
  get lastLoadedAt() {
    return this.#state.lastLoadedAt;
  }
  get loadedBefore() {
    return this.#state.loadedBefore;
  }
  get evictionCandidate() {
    return this.#state.evictionCandidate;
  }
  get busy() {
    return this.#state.busy;
  }
  get activity() {
    return this.#state.activity;
  }
  get activeModel() {
    return this.#state.activeModel;
  }
  get activeSince() {
    return this.#state.activeSince;
  }
  get inService() {
    return this.#state.inService;
  }
  get inBackground() {
    return this.#state.inBackground;
  }
  get releasedBatches() {
    return this.#state.releasedBatches;
  }
  waiting(model) {
    return this.#state.queues[model].length;
  }
  arrivalOf(model, at) {
    const queue = this.#state.queues[model];
    if (!Number.isInteger(at) || at < 0 || at >= queue.length) throw new RangeError(`no ${at}`);
    return queue[at];
  }
  timerOf(model) {
    return this.#state.timers[model];
  }
  isResident(model) {
    return this.#state.resident[model];
  }
  fitsBeside(model) {
    return this.#state.fits[model];
  }
  canLoad(model) {
    return this.#state.loadable[model];
  }
  canPrefetch(model) {
    return this.#state.prefetchable[model];
  }
  isPrefetched(model) {
    return this.#state.prefetched[model];
  }
  released(model) {
    return this.#state.released[model];
  }
}

/** Asks a new instance all that was recorded; the CPU time of the answers in ms. */
export function replay({ context, calls }, definition) {
  const strategy = definition.create(context);
  const view = new ReplayedView(context.models.length);
  const start = process.cpuUsage();
  for (const { hook, model, state } of calls) {
    view.show(state);
    strategy[hook](view, model);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
