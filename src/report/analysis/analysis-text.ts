import type { TeeAnalysis } from '../../analysis/tee/analyze.js';
import { energySection, operationsSection } from './cost-sections.js';
import { performanceSection, summarySection } from './sections.js';
import { saturationSection, sequenceLengthSection } from './series-sections.js';

/** An analysis as text, in the sections of the notebook that asked for it. */
export function analysisText(analysis: TeeAnalysis): string {
  const sections: readonly (readonly [title: string, parts: readonly string[]])[] = [
    ['0. Data summary', summarySection(analysis)],
    ['1. Throughput and latency', performanceSection(analysis)],
    ['2. Saturation point', saturationSection(analysis)],
    ['3. Sequence length overhead', sequenceLengthSection(analysis)],
    ['4. Energy efficiency', energySection(analysis)],
    ['5. Price of operations', operationsSection(analysis)],
  ];
  const texts = sections.map(([title, parts]) => [title, ...parts].join('\n\n'));
  return `${[...texts, MEANS].join('\n\n\n')}\n`;
}

const MEANS = [
  'On against off: the ratio of geometric means over repetitions, as a change in percent, with a 95 %',
  'interval (Welch’s t of logarithms; Student’s t of pairs where simulated runs share their random',
  'numbers). Without repetitions on both sides there is no interval.',
  'Definitions: docs/analysis.md.',
].join('\n');
