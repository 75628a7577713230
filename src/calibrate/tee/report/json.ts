import type { TeeCalibration } from '../calibration.js';
import { COST_FORMS, type CostCurve, type FittedForm } from '../cost.js';

/** What `sealsim calibrate tee --json` prints: times in s, shares as fractions. */
export function calibrationJson(calibration: TeeCalibration): unknown {
  const { settings, ratios, curves, prefill, notes } = calibration;
  return { settings, ratios, curves: curves.map(curveJson), prefill, notes };
}

function curveJson({ label, fitAt, points, forms, notes }: CostCurve): unknown {
  return {
    label,
    fitAt,
    concurrencies: points.map(({ concurrency }) => concurrency),
    forms: forms.map(formJson),
    notes,
  };
}

function formJson({ form, coefficients, predictions, largestError }: FittedForm): unknown {
  const names = COST_FORMS.find(({ name }) => name === form)?.coefficients ?? [];
  return {
    form,
    ...Object.fromEntries(names.map((name, at) => [name, coefficients[at]])),
    largestError,
    predictions,
  };
}
