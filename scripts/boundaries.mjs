/**
 * Checks the imports of src against .dependency-cruiser.cjs, and that it looked at all:
 * a checker that cannot read the sources finds no violations either.
 */
import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import extractTypescriptConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const LEAST_MODULES = 30;

const require = createRequire(import.meta.url);
const { forbidden, options } = require('../.dependency-cruiser.cjs');

const { output } = await cruise(
  ['src'],
  { ...options, ruleSet: { forbidden }, validate: true },
  null,
  { tsConfig: extractTypescriptConfig('tsconfig.json') },
);
const { summary, modules } = output;
const sources = modules.filter(({ source }) => source.startsWith('src/')).length;

for (const { from, to, rule } of summary.violations) {
  const { comment } = forbidden.find(({ name }) => name === rule.name) ?? {};
  console.error(`${from} → ${to}: ${rule.name}. ${comment ?? ''}`);
}
console.log(
  `${sources} modules, ${summary.totalDependenciesCruised} imports, ${summary.violations.length} violations`,
);
if (sources <= LEAST_MODULES) console.error(`expected more than ${LEAST_MODULES} modules`);
process.exitCode = summary.violations.length > 0 || sources <= LEAST_MODULES ? 1 : 0;
