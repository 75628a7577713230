import type { TeeFactors } from '../factors.js';
import type { Quantity } from './effect-schema.js';
import type { Effect, EffectGroup } from './preset-schema.js';

type Kind = Effect['kind'];
type OfKind<K extends Kind> = Extract<Effect, { kind: K }>;

/** GB (10⁹ bytes) in a GiB. */
export const GIGABYTES_PER_GIB = 2 ** 30 / 1e9;

/** What an effect of each kind acts on; null: on nothing, it is evidence. */
const GROUPS: Readonly<Record<Kind, EffectGroup | null>> = {
  load: 'load',
  transfer: 'load',
  'engine-load': 'load',
  'first-launch': 'firstLoad',
  launch: 'step',
  step: 'step',
  kernel: 'kernel',
  allocation: 'allocation',
  throughput: null,
  evidence: null,
};

/** The numbers of each kind of effect, by path, with units; evidence has none to set. */
const NUMBERS: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  load: { ratio: '×' },
  transfer: {
    'off.fixedSeconds': 's',
    'off.gigabytesPerSecond': 'GB/s',
    'cc.fixedSeconds': 's',
    'cc.gigabytesPerSecond': 'GB/s',
  },
  'engine-load': { offSeconds: 's', ccSeconds: 's' },
  'first-launch': { offSeconds: 's', ccSeconds: 's' },
  launch: { offSeconds: 's', ccSeconds: 's', launchesPerStep: 'launches', stepsPerBatch: 'steps' },
  step: { perStepSeconds: 's', perSequenceSeconds: 's', stepsPerBatch: 'steps' },
  kernel: { ratio: '×' },
  allocation: {
    deviceRatio: '×',
    hostRatio: '×',
    freeRatio: '×',
    deviceSecondsPerLoad: 's',
    hostSecondsPerLoad: 's',
    freeSecondsPerUnload: 's',
  },
  throughput: {},
  evidence: {},
};

/** A number of an effect, or the place of one that it leaves open. */
interface EffectNumber {
  /** Within the effect: `cc.gigabytesPerSecond`. */
  readonly path: string;
  readonly unit: string;
  /** Undefined where the effect leaves it open. */
  readonly quantity: Quantity | undefined;
}

/** Every number that an effect has or could have. */
export function numbersOf(effect: Effect): readonly EffectNumber[] {
  return Object.entries(NUMBERS[effect.kind]).map(([path, unit]) => {
    const found: unknown = path
      .split('.')
      .reduce<unknown>((at, key) => Reflect.get(Object(at), key), effect);
    return { path, unit, quantity: found as Quantity | undefined };
  });
}

/** What effects of this kind act on; null: on nothing. */
export function reachOf(effect: Effect): EffectGroup | null {
  return GROUPS[effect.kind];
}

/** What the effect would act on; null: on nothing. Why not is said by `silenceOf`. */
export function groupOf(effect: Effect): EffectGroup | null {
  return silenceOf(effect) === null ? GROUPS[effect.kind] : null;
}

/** Why an effect acts on nothing whatever is chosen; null: it could act. */
export function silenceOf(effect: Effect): string | null {
  switch (effect.kind) {
    case 'throughput':
    case 'evidence':
      return 'evidence: what was measured of a whole, beside which the others are shown';
    case 'transfer':
      return effect.direction === 'host-to-device'
        ? null
        : 'no operation of a run copies to the host: an unload drops weights';
    case 'launch':
      return effect.launchesPerStep === undefined
        ? 'launches per step are not known: launchesPerStep has no claim'
        : null;
    case 'allocation':
      return hasBaseline(effect)
        ? null
        : 'what allocations take with confidential computing off is not known: deviceSecondsPerLoad, hostSecondsPerLoad and freeSecondsPerUnload have no claim';
    default:
      return null;
  }
}

/** The factors that stand for an effect; what it does not say is as in `NO_FACTORS`. */
export function factorsOf(effect: Effect): Partial<TeeFactors> {
  switch (effect.kind) {
    case 'load':
      return { load: effect.ratio.value };
    case 'transfer':
      return transferFactors(effect);
    case 'engine-load':
      return { perSwapSeconds: effect.ccSeconds.value - effect.offSeconds.value };
    case 'first-launch':
      return { firstLoadSeconds: effect.ccSeconds.value - effect.offSeconds.value };
    case 'launch': {
      const longer = effect.ccSeconds.value - effect.offSeconds.value;
      const perStepSeconds = longer * (effect.launchesPerStep?.value ?? 0);
      return { perStepSeconds, stepsPerBatch: effect.stepsPerBatch?.value ?? null };
    }
    case 'step':
      return {
        perStepSeconds: effect.perStepSeconds.value,
        perSequenceSeconds: effect.perSequenceSeconds.value,
        stepsPerBatch: effect.stepsPerBatch?.value ?? null,
      };
    case 'kernel':
      return { inference: effect.ratio.value };
    case 'allocation':
      return allocationFactors(effect);
    case 'throughput':
    case 'evidence':
      return {};
  }
}

/** Whether an effect would take seconds away, which a duration might not have. */
export function shortens(effect: Effect): boolean {
  const { load, unload, inference, stepsPerBatch, ...seconds } = factorsOf(effect);
  return Object.values(seconds).some((each) => each < 0);
}

/** A copy takes fixed + bytes / rate; the difference is on top of what was measured. */
function transferFactors({ off, cc }: OfKind<'transfer'>): Partial<TeeFactors> {
  const perGigabyte = 1 / cc.gigabytesPerSecond.value - 1 / off.gigabytesPerSecond.value;
  return {
    perSwapSeconds: cc.fixedSeconds.value - off.fixedSeconds.value,
    perGiBSeconds: perGigabyte * GIGABYTES_PER_GIB,
  };
}

function allocationFactors(effect: OfKind<'allocation'>): Partial<TeeFactors> {
  const longer = (ratio: Quantity, seconds: Quantity | undefined): number =>
    (ratio.value - 1) * (seconds?.value ?? 0);
  return {
    perSwapSeconds:
      longer(effect.deviceRatio, effect.deviceSecondsPerLoad) +
      longer(effect.hostRatio, effect.hostSecondsPerLoad),
    perUnloadSeconds: longer(effect.freeRatio, effect.freeSecondsPerUnload),
  };
}

function hasBaseline(effect: OfKind<'allocation'>): boolean {
  const { deviceSecondsPerLoad, hostSecondsPerLoad, freeSecondsPerUnload } = effect;
  return [deviceSecondsPerLoad, hostSecondsPerLoad, freeSecondsPerUnload].some(
    (seconds) => seconds !== undefined,
  );
}
