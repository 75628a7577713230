import { leastSquares, type Observation } from './least-squares.js';
import type { MatchedSetting } from './match.js';
import { valuesOf } from './ratios.js';
import type { Setting } from './runs.js';
import type { Series } from './series.js';
import {
  combined,
  meanOfRepetitions,
  type Uncertain,
  type WithInterval,
  withInterval,
} from './uncertainty.js';

/*
 * With n requests under way at once, a system that gives T tokens/s gives each of them one token
 * in n / T seconds: what a decode step takes, its share of prefills in it. The TEE adds
 * δ(n) = n / T_cc − n / T_off to it.
 */

/** The steps of a setting with and without the TEE. */
export interface CostPoint {
  readonly setting: Setting;
  readonly concurrency: number;
  readonly offStepSeconds: number;
  /** δ, s. */
  readonly addedSeconds: Uncertain;
  /** 1 − T_cc / T_off, of the mean steps. */
  readonly loss: number;
}

/** What the added time may be made of. */
export const COST_FORMS: readonly {
  readonly name: CostForm;
  readonly label: string;
  /** Names of the coefficients: s, or a share of the step. */
  readonly coefficients: readonly string[];
  /** What each coefficient is multiplied with. */
  readonly terms: (point: CostPoint) => readonly number[];
}[] = [
  {
    name: 'step+sequence',
    label: 'per step + per sequence',
    coefficients: ['perStepSeconds', 'perSequenceSeconds'],
    terms: ({ concurrency }) => [1, concurrency],
  },
  { name: 'step', label: 'per step', coefficients: ['perStepSeconds'], terms: () => [1] },
  {
    name: 'sequence',
    label: 'per sequence',
    coefficients: ['perSequenceSeconds'],
    terms: ({ concurrency }) => [concurrency],
  },
  {
    name: 'multiplier',
    label: 'multiplier',
    coefficients: ['shareOfStep'],
    terms: ({ offStepSeconds }) => [offStepSeconds],
  },
];
export type CostForm = 'step+sequence' | 'step' | 'sequence' | 'multiplier';

/** What a form says of a concurrency. */
export interface LossPrediction {
  readonly concurrency: number;
  readonly isFitted: boolean;
  readonly measured: number;
  /** δ / (off step + δ); the interval is that of the fitted cost alone. */
  readonly predicted: number;
  readonly ci95: readonly [low: number, high: number] | null;
}

export interface FittedForm {
  readonly form: CostForm;
  /** s per step, s per sequence of a step, or a factor less 1: in the order of the form's terms. */
  readonly coefficients: readonly WithInterval[];
  readonly predictions: readonly LossPrediction[];
  /** Over the concurrencies that it was not fitted on; null when there are none. */
  readonly largestError: number | null;
}

/** The cost over a curve of concurrencies. */
export interface CostCurve {
  readonly label: string;
  readonly fitAt: readonly number[];
  readonly points: readonly CostPoint[];
  /** Those that the points determine, in the order of `COST_FORMS`. */
  readonly forms: readonly FittedForm[];
  readonly notes: readonly string[];
}

/**
 * Fits what the TEE adds to a step at some concurrencies, and predicts the loss at the others.
 * @param fitAt of these; null: the lowest and the highest.
 * @returns null, with a line in `notes`, when there is nothing to fit on.
 */
export function costCurve(
  { label, settings }: Series,
  fitAt: readonly number[] | null,
  notes: string[],
): CostCurve | null {
  const points = settings.flatMap((each) => costPoint(each) ?? []);
  const all = points.map(({ concurrency }) => concurrency);
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined || first === last) {
    notes.push(
      `${label}: no cost is fitted, as throughput is known at fewer than two concurrencies`,
    );
    return null;
  }
  const chosen = fitAt ?? [first, last];
  const missing = chosen.filter((each) => !all.includes(each));
  if (missing.length > 0) {
    notes.push(`${label}: no cost is fitted, as there is no concurrency ${missing.join(', ')}`);
    return null;
  }
  const forms = COST_FORMS.flatMap((form) => fitForm(form, points, chosen) ?? []);
  return { label, fitAt: chosen, points, forms, notes: negativeCosts(forms) };
}

function costPoint(matched: MatchedSetting): CostPoint | null {
  const { concurrency } = matched.setting;
  if (concurrency === null) return null;
  const [off, cc] = valuesOf(matched, 'outputTokensPerSecond').map((values) =>
    values.map((tokensPerSecond) => concurrency / tokensPerSecond),
  );
  if (off === undefined || cc === undefined || off.length === 0 || cc.length === 0) return null;
  const [ofOff, ofCc] = [meanOfRepetitions(off), meanOfRepetitions(cc)];
  return {
    setting: matched.setting,
    concurrency,
    offStepSeconds: ofOff.value,
    addedSeconds: matched.isPaired
      ? meanOfRepetitions(cc.map((value, at) => value - (off[at] ?? Number.NaN)))
      : combined([
          { factor: 1, of: ofCc },
          { factor: -1, of: ofOff },
        ]),
    loss: 1 - ofOff.value / ofCc.value,
  };
}

/** Null when the points do not determine it. */
function fitForm(
  { name, terms }: (typeof COST_FORMS)[number],
  points: readonly CostPoint[],
  fitAt: readonly number[],
): FittedForm | null {
  const isFitted = ({ concurrency }: CostPoint): boolean => fitAt.includes(concurrency);
  const fittedOn = points.filter(isFitted);
  // Noise of a measured time is in proportion to it. The variances of a few repetitions would be
  // noise themselves as weights.
  const observations = fittedOn.map(
    (point): Observation => ({
      terms: terms(point),
      y: point.addedSeconds,
      weight: 1 / point.offStepSeconds ** 2,
    }),
  );
  const coefficients = leastSquares(observations);
  if (coefficients === undefined) return null;
  const predictions = points.map(
    (point): LossPrediction => ({
      concurrency: point.concurrency,
      isFitted: isFitted(point),
      measured: point.loss,
      ...predictedLoss(point, observations, terms(point)),
    }),
  );
  const errors = predictions
    .filter((each) => !each.isFitted)
    .map(({ measured, predicted }) => Math.abs(predicted - measured));
  return {
    form: name,
    coefficients: coefficients.map(withInterval),
    predictions,
    largestError: errors.length === 0 ? null : Math.max(...errors),
  };
}

/** The loss is monotone in the added time: so are the ends of its interval. */
function predictedLoss(
  { offStepSeconds }: CostPoint,
  observations: readonly Observation[],
  terms: readonly number[],
): Pick<LossPrediction, 'predicted' | 'ci95'> {
  const { value, ci95 } = withInterval(addedAt(observations, terms));
  const loss = (added: number): number => added / (offStepSeconds + added);
  return {
    predicted: loss(value),
    ci95: ci95 === null ? null : [loss(ci95[0]), loss(ci95[1])],
  };
}

/**
 * What is added where the terms are these. Coefficients of one fit are not independent, so this is
 * fitted as a coefficient of its own: the terms are turned so that the first is 1 here, the others 0.
 */
function addedAt(
  observations: readonly Observation[],
  [one = 0, other]: readonly number[],
): Uncertain {
  const turned = observations.map((each) => {
    const [first = 0, second = 0] = each.terms;
    return {
      ...each,
      terms: other === undefined ? [first / one] : [first / one, second - (first * other) / one],
    };
  });
  return leastSquares(turned)?.[0] ?? { value: Number.NaN, components: null };
}

function negativeCosts(forms: readonly FittedForm[]): readonly string[] {
  const both = forms.find(({ form }) => form === 'step+sequence');
  const [step, sequence] = both?.coefficients ?? [];
  const names = [
    ...((step?.value ?? 0) < 0 ? ['step'] : []),
    ...((sequence?.value ?? 0) < 0 ? ['sequence'] : []),
  ];
  return names.map(
    (name) =>
      `the cost per ${name} comes out negative: noise, or a loss that does not have this form`,
  );
}
