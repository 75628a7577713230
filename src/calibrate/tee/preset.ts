import { Document, isMap, isScalar, visit } from 'yaml';
import type { TeeCalibration } from './calibration.js';
import type { CostCurve, CostPoint, FittedForm } from './cost.js';
import type { WithInterval } from './uncertainty.js';

/** Where a preset's numbers come from. */
export interface PresetOrigin {
  /** In lower case with dashes. */
  readonly name: string;
  /** What was fitted on what, a sentence or two. */
  readonly citation: string;
  readonly gpu: string | null;
}

/** Why a calibration makes no preset. */
export interface NoPreset {
  readonly expected: string;
  readonly got: string;
}

/**
 * The one curve of a calibration and the form of it that a preset can hold: a cost that comes out
 * negative is left out, and the other fitted without it.
 */
export function presetCurve({
  curves,
}: TeeCalibration): { readonly curve: CostCurve; readonly form: FittedForm } | NoPreset {
  const [curve, ...more] = curves;
  if (curve === undefined || more.length > 0) {
    const expected = 'results of one model and one length at two concurrencies or more';
    const got = curve === undefined ? 'none' : `${curves.length} such curves`;
    return { expected, got };
  }
  const form = formFor(curve.forms);
  if (form !== undefined && hasNoNegative(form)) return { curve, form };
  return { expected: 'results that are slower with the TEE on', got: 'a cost below 0' };
}

/** That of both costs, unless one of them is negative: then that of the other alone. */
function formFor(forms: readonly FittedForm[]): FittedForm | undefined {
  const both = forms.find(({ form }) => form === 'step+sequence');
  const [step, sequence] = both?.coefficients ?? [];
  if (step === undefined || sequence === undefined) return undefined;
  if (step.value < 0 === sequence.value < 0) return both;
  const other = step.value < 0 ? 'sequence' : 'step';
  return forms.find(({ form }) => form === other);
}

function hasNoNegative({ coefficients }: FittedForm): boolean {
  return coefficients.every(({ value }) => value >= 0);
}

const HEADER = ' Format: docs/tee-presets.md. Seconds throughout.';
const LINE_WIDTH = 100;
/** Mappings of up to so many numbers are written on one line. */
const SHORT = 3;

/** The YAML text of a preset with the fitted cost of a step and the measured losses. */
export function presetYaml(curve: CostCurve, form: FittedForm, origin: PresetOrigin): string {
  const document = new Document(presetOf(curve, form, origin), { aliasDuplicateObjects: false });
  document.commentBefore = HEADER;
  visit(document, {
    Map(key, node) {
      const plain = node.items.every(
        ({ value }) => isScalar(value) && typeof value.value === 'number',
      );
      if (key !== null && plain && node.items.length <= SHORT) node.flow = true;
    },
    Seq(_key, node) {
      if (node.items.every(isMap)) for (const item of node.items) if (isMap(item)) item.flow = true;
    },
  });
  return document.toString({ lineWidth: LINE_WIDTH, flowCollectionPadding: true });
}

function presetOf(curve: CostCurve, form: FittedForm, origin: PresetOrigin): object {
  const { name, citation, gpu } = origin;
  const { label, fitAt, points } = curve;
  const at = (concurrencies: readonly number[]): string =>
    `concurrency ${concurrencies.join(', ')}`;
  const measured = {
    source: 'calibration',
    hardware: gpu ?? 'not stated',
    conditions: `${label}; ${at(points.map(({ concurrency }) => concurrency))}`,
  };
  return {
    name,
    description: `What the TEE adds to a decode step, and the losses of throughput it was fitted on.`,
    architecture: architectureOf(gpu),
    sources: { calibration: citation },
    effects: {
      step: {
        kind: 'step',
        ...measured,
        confidence: `fit at ${at(fitAt)}${leftOut(form)}`,
        ...costsOf(form, spreadOf(curve)),
      },
      'throughput-loss': {
        kind: 'throughput',
        ...measured,
        confidence: 'measured',
        points: points.map(lossPoint),
      },
    },
  };
}

/**
 * GPUs of the generations that presets tell apart, by their names; a count may stand in front
 * (8xH100), a memory or a form behind (H100_80GB, H100NVL).
 */
const GENERATIONS = {
  hopper: /(^|[^a-z]|\dx)G?H(100|200|20|800)(?!\d)|hopper/i,
  blackwell: /(^|[^a-z]|\dx)(G?B(100|200|300)(?!\d)|RTX PRO 6000\b)|blackwell/i,
} as const;

/** `unstated` where the names do not say, or say more than one. */
function architectureOf(gpu: string | null): string {
  const found = Object.entries(GENERATIONS).filter(([, names]) => names.test(gpu ?? ''));
  const [first] = found;
  return first === undefined || found.length > 1 ? 'unstated' : first[0];
}

function leftOut({ form }: FittedForm): string {
  if (form === 'step+sequence') return '';
  const without = form === 'step' ? 'sequence' : 'step';
  return `; the cost per ${without} came out negative and was left out`;
}

/** What the ends of intervals are. */
function spreadOf({ points, fitAt }: CostCurve): string {
  const isRepeated = points.some(
    ({ concurrency, addedSeconds }) =>
      fitAt.includes(concurrency) && addedSeconds.components !== null,
  );
  return `95 % interval, from ${isRepeated ? 'repetitions' : 'the residuals of the fit'}`;
}

function costsOf({ form, coefficients: [one, other] }: FittedForm, spread: string): object {
  const none = { value: 0 };
  const of = (cost: WithInterval | undefined): object =>
    cost === undefined ? none : amount(cost, spread);
  return form === 'sequence'
    ? { perStepSeconds: none, perSequenceSeconds: of(one) }
    : { perStepSeconds: of(one), perSequenceSeconds: of(other) };
}

/** With its interval where there is one; nothing becomes faster, so no end is below 0. */
function amount({ value, ci95 }: WithInterval, spread: string): object {
  if (ci95 === null) return { value };
  return { value, low: Math.max(0, ci95[0]), high: ci95[1], spread };
}

function lossPoint({ setting, concurrency, offStepSeconds, loss }: CostPoint): object {
  const { model, inputTokens, outputTokens } = setting;
  return {
    ...(model === null ? {} : { model }),
    concurrency,
    ...(inputTokens === null ? {} : { inputTokens }),
    ...(outputTokens === null ? {} : { outputTokens }),
    offTokensPerSecond: concurrency / offStepSeconds,
    loss,
  };
}
