import { formatRatio } from '../../../report/format.js';
import { renderTable } from '../../../report/text-table.js';
import type { TeeRatio } from '../tee-ratios.js';

/** The effect of confidential computing on the matched pairs, measured and predicted. */
export function ratioTable(ratios: readonly TeeRatio[]): string {
  const pairs = ratios[0]?.pairs ?? 0;
  return renderTable({
    head: [`off / cc, ${pairs} pairs`, 'measured', 'predicted', '95 % interval', 'difference'],
    rows: ratios.map(({ figure, measured, predicted }) => [
      figure.label,
      formatRatio(measured),
      formatRatio(predicted.mean),
      predicted.ci95 === null
        ? ''
        : `[${predicted.ci95.map((end) => formatRatio(end)).join(', ')}]`,
      formatRatio(predicted.mean - measured),
    ]),
    textColumns: 1,
  });
}
