import { type CellMode, MODES } from '../../../analysis/tee/cells.js';
import { TEE_LABELS } from '../../figures/labels.js';
import type { Series } from '../../figures/series.js';
import { type Look, SERIES_LOOKS, TEE_LOOKS } from '../../figures/theme.js';

/** What the modes are called in figures. */
export const MODE_LABELS: Readonly<Record<CellMode, string>> = {
  ...TEE_LABELS,
  unknown: 'CC not said',
};

/** Of a run that does not say its mode: no colour of a mode. */
const [UNKNOWN] = SERIES_LOOKS;

/** The TEE modes that there are, looking as in every figure. */
export function modeSeries(modes: readonly CellMode[]): Series {
  const shown = MODES.filter((mode) => modes.includes(mode));
  return { labels: shown.map((mode) => MODE_LABELS[mode]), looks: shown.map(lookOf) };
}

function lookOf(mode: CellMode): Look {
  return mode === 'unknown' ? (UNKNOWN ?? TEE_LOOKS.off) : TEE_LOOKS[mode];
}
