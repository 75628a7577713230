import type { Measurement } from '../../analysis/measurement.js';
import type { IssueList } from '../../workload/trace/issue-list.js';
import { Fields } from '../document/fields.js';
import type { SourceDocument } from '../document/source-document.js';

const TOKENS = { what: 'tokens', least: 0 } as const;

/**
 * A measurement with what `config.yaml` beside it says (inference-perf, docs/config.md): the model,
 * nominal lengths, and the concurrency of the stage.
 * @param stage null: all stages together.
 */
export function withConfig(
  measurement: Measurement,
  config: SourceDocument,
  stage: number | null,
  issues: IssueList,
): Measurement {
  const root = Fields.of(config, issues);
  if (root === null) return measurement;
  const data = root.mapping('data');
  const stages = root.mapping('load')?.mappings('stages') ?? [];
  const one = stages.length === 1 ? 0 : stage;
  const { load, model } = measurement;
  const concurrency =
    load.concurrency ??
    (one === null
      ? null
      : stages[one]?.number('concurrency_level', { what: 'requests', above: 0 })) ??
    null;
  return {
    ...measurement,
    model: model ?? root.mapping('server')?.text('model_name') ?? null,
    load: {
      concurrency,
      requestsPerSecond: concurrency === null ? load.requestsPerSecond : null,
      inputTokens: data?.mapping('input_distribution')?.number('mean', TOKENS) ?? null,
      outputTokens: data?.mapping('output_distribution')?.number('mean', TOKENS) ?? null,
    },
  };
}
