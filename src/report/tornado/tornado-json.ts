import { rangeNotes, type TornadoReport } from './report.js';

/** A tornado as data: what `--json` prints and `summary.json` holds. */
export function tornadoJson(report: TornadoReport): unknown {
  const { name, replications, ranges, metrics } = report;
  return {
    scenario: name,
    replications,
    ranges: ranges.map(({ path, low, high, base, about }) => {
      return { path, low: Number(low), high: Number(high), base: numberOrText(base), about };
    }),
    metrics: Object.fromEntries(
      metrics.map(({ metric, base, effects }) => [
        metric.path,
        {
          unit: metric.unit,
          base,
          effects: effects.map(({ range, ...rest }) => ({ path: range.path, ...rest })),
        },
      ]),
    ),
    notes: rangeNotes(report),
  };
}

function numberOrText(text: string | null): number | string | null {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : text;
}
