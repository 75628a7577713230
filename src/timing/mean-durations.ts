import type { BatchTiming, ModelTiming, SwapTiming, TimingConfig } from './config.js';
import { QuantileTable } from './quantile-table.js';

/**
 * The same timing without chance: every duration is the mean of what it was, whatever is drawn.
 * For bounds, which hold pathwise only if durations are known, and for comparisons with them.
 */
export function withMeanDurations(timing: TimingConfig): TimingConfig {
  return { ...timing, models: timing.models.map(meanModel) };
}

function meanModel(model: ModelTiming): ModelTiming {
  return { ...model, batch: meanBatch(model.batch), swap: meanSwap(model.swap) };
}

function meanBatch(batch: BatchTiming): BatchTiming {
  if (batch.form === 'table') {
    return { ...batch, sd: batch.sd.map(() => 0), family: 'constant' };
  }
  const { a, b, ratio } = batch;
  const plain = { form: 'line', a, b, cv: 0, family: 'constant' } as const;
  if (ratio === undefined) return plain;
  const buckets = ratio.map(({ upTo, quantiles }) => {
    const { mean } = new QuantileTable(quantiles);
    return { upTo, quantiles: [mean, mean] };
  });
  return { ...plain, ratio: buckets };
}

function meanSwap(swap: SwapTiming): SwapTiming {
  const still = <T extends { readonly sd: number }>(seconds: T): T => ({ ...seconds, sd: 0 });
  switch (swap.form) {
    case 'independent':
      return {
        ...swap,
        load: still(swap.load),
        unload: still(swap.unload),
        firstLoad: swap.firstLoad === null ? null : still(swap.firstLoad),
        family: 'constant',
      };
    case 'stages':
      return { ...swap, cv: 0, family: 'constant' };
    case 'disk':
      return { ...swap, cv: 0, runCv: 0, family: 'constant' };
    case 'history':
      return {
        ...swap,
        first: still(swap.first),
        second: still(swap.second),
        returning: swap.returning.map(still),
        otherwise: swap.otherwise.map(still),
        runCv: 0,
        family: 'constant',
      };
  }
}
