import type { Measurement } from '../../analysis/measurement.js';
import { modelSizeB } from '../../analysis/model-size.js';
import { labelsOf } from './labels.js';

/**
 * A measurement with what the folders above its file say. What the file says itself stands.
 * @param path the file's, from the root.
 */
export function withLabels(measurement: Measurement, path: string): Measurement {
  const labels = labelsOf(path);
  if (labels === null) return measurement;
  const { teeMode, condition } = measurement;
  const contradicts = teeMode !== null && teeMode !== labels.teeMode;
  const folder = labels.teeMode === 'cc' ? 'tee_on' : 'tee_off';
  return {
    ...measurement,
    experiment: measurement.experiment ?? labels.experiment,
    condition: condition ?? labels.condition,
    teeMode: teeMode ?? labels.teeMode,
    repetition: measurement.repetition ?? labels.repetition,
    modelSizeB: measurement.modelSizeB ?? modelSizeB(labels.condition ?? ''),
    notes: contradicts
      ? [
          ...measurement.notes,
          `lies in ${folder}, but says of itself TEE ${teeMode}: taken at its word`,
        ]
      : measurement.notes,
  };
}
