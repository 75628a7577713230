/**
 * The one direction of flow between rooms (docs/architecture.md). A room may import itself and
 * what `MAY_IMPORT` names; each rule carries its reason, which is printed when it is broken.
 */

const BASE = ['^src/units\\.ts$', '^src/errors\\.ts$', '^src/suggest\\.ts$'];

/** room → [its files, what it may import besides itself, why] */
const ROOMS = {
  random: ['^src/random/', BASE, 'Randomness belongs to no domain.'],
  kernel: ['^src/kernel/', BASE, 'The event core knows no inference.'],
  events: ['^src/events/', BASE, 'Facts are plain data, readable without the engine.'],
  workload: ['^src/workload/', [...BASE, '^src/random/'], 'Arrivals do not depend on the server.'],
  timing: ['^src/timing/', [...BASE, '^src/random/'], 'Durations do not depend on the server.'],
  strategies: [
    '^src/serving/batch/strategies/',
    [...BASE, '^src/timing/(types|config)\\.ts$', '^src/workload/types\\.ts$'],
    'A strategy sees the past and its beliefs, never the GPU or true timing.',
  ],
  'batch server': [
    '^src/serving/batch/',
    [...BASE, '^src/(kernel|workload|timing|events|random)/'],
    'An engine emits facts; it does not know who observes, reports or configures it.',
  ],
  cluster: [
    '^src/serving/cluster/',
    [...BASE, '^src/(kernel|workload|timing|events|random)/', '^src/serving/batch/'],
    'Several GPUs are made of single ones, which do not know of each other.',
  ],
  'table nodes': [
    '^src/serving/nodes/',
    [...BASE, '^src/(kernel|workload|random)/'],
    'GPUs of which only a table of throughputs is known: no profile, no batch, no memory.',
  ],
  verify: [
    '^src/planning/verify/',
    [
      ...BASE,
      '^src/planning/(types|demand)\\.ts$',
      '^src/(serving/nodes|metrics|random)/',
      '^src/experiment/replicate\\.ts$',
    ],
    'It judges a plan by simulation: how the plan was solved may not reach it.',
  ],
  metrics: [
    '^src/metrics/',
    // Keyed draws: a bootstrap has to come out the same whenever it is repeated.
    [...BASE, '^src/events/', '^src/random/(statistics|run-key|types)\\.ts$'],
    'Figures are computed from facts alone, so that they hold for every engine.',
  ],
  scenario: [
    '^src/scenario/',
    [
      ...BASE,
      '^src/(workload|timing)/',
      '^src/serving/batch/config\\.ts$',
      '^src/serving/batch/strategies/strategy\\.ts$',
    ],
    'Resolving a scenario reads configuration; it runs nothing.',
  ],
  simulate: [
    '^src/simulate\\.ts$',
    [...BASE, '^src/(random|kernel|workload|timing|events|serving|metrics|scenario)/'],
    'The composition root stands above the rooms it joins and below those that run many.',
  ],
  experiment: [
    '^src/experiment/',
    [
      ...BASE,
      '^src/(scenario|metrics|events|random|workload|timing|bound)/',
      '^src/simulate\\.ts$',
      '^src/serving/batch/(config\\.ts$|strategies/strategy\\.ts$)',
    ],
    'Many runs side by side: it calls the simulator and knows nothing of its inside.',
  ],
  bound: [
    '^src/bound/',
    ['^src/units\\.ts$', '^src/errors\\.ts$'],
    'A bound is an algorithm on arrivals and durations: no part of what it judges may reach it.',
  ],
  planning: [
    '^src/planning/',
    [
      ...BASE,
      '^src/scenario/(text|issues|schema)/',
      '^src/scenario/(ports|read-fields|json-schema)\\.ts$',
      '^src/(timing|experiment)/',
      // Shares of lengths by their distribution functions.
      '^src/random/(distributions|gamma-function|normal|truncated-normal)\\.ts$',
    ],
    'Choosing GPUs is an integer program on tables; what reads traces or starts threads is handed in.',
  ],
  report: [
    '^src/report/',
    [
      ...BASE,
      '^src/(metrics|experiment|events|timing|workload|analysis|planning)/',
      '^src/scenario/types\\.ts$',
    ],
    'Reporters are pure: results in, text out.',
  ],
  analysis: [
    '^src/analysis/',
    [...BASE, '^src/metrics/', '^src/random/(statistics|run-key|types)\\.ts$'],
    'Measured and simulated runs are analysed alike: it knows neither files nor the simulator.',
  ],
  interop: [
    '^src/interop/',
    [
      ...BASE,
      '^src/timing/types\\.ts$',
      '^src/analysis/',
      '^src/workload/trace/',
      '^src/metrics/(summary\\.ts$|latency/)',
    ],
    'Reading what others measured needs CSV rows and the definitions of figures, not a simulator.',
  ],
  calibrate: [
    '^src/calibrate/',
    [
      ...BASE,
      '^src/(interop|metrics|timing|events|random|analysis)/',
      '^src/simulate\\.ts$',
      '^src/scenario/types\\.ts$',
      '^src/serving/batch/config\\.ts$',
      '^src/serving/batch/strategies/',
      '^src/report/(text-table|format|csv)\\.ts$',
    ],
    'Fitting and replaying measured runs uses the simulator from outside; nothing uses it but the CLI.',
  ],
  host: [
    '^src/host/',
    [
      ...BASE,
      '^src/scenario/(ports|types)\\.ts$',
      '^src/serving/batch/strategies/',
      '^src/experiment/(store|results)/',
      '^src/planning/(answer|best|types)\\.ts$',
    ],
    'The host implements ports; it decides nothing about a simulation.',
  ],
};

/** Folders in a room that are rooms of their own. */
const WITHOUT = {
  'batch server': '^src/serving/batch/strategies/',
  planning: '^src/planning/verify/',
};

const roomRules = Object.entries(ROOMS).map(([room, [files, may, reason]]) => ({
  name: `room ${room}`,
  severity: 'error',
  comment: reason,
  from: room in WITHOUT ? { path: files, pathNot: WITHOUT[room] } : { path: files },
  to: { path: '^src/', pathNot: [files, ...may] },
}));

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'leaves import nothing',
      severity: 'error',
      comment: 'units, errors and suggest are what everything stands on.',
      from: { path: '^src/(units|errors|suggest)\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'no cycles',
      severity: 'error',
      comment: 'A cycle makes two files one, read and changed together.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'node only at the edge',
      severity: 'error',
      comment: 'Library rooms take an AsyncIterable or a port, so that they run and test anywhere.',
      from: { pathNot: '^src/(cli|host)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'jstat in one place',
      severity: 'error',
      comment:
        'It is slow to load and has process-global state; src/random/statistics.ts guards both.',
      from: { pathNot: '^src/random/statistics\\.ts$' },
      to: { path: 'node_modules/jstat' },
    },
    {
      name: 'the solver in one place',
      severity: 'error',
      comment: 'HiGHS is large and blocks its thread: src/cli/ilp-worker.ts alone loads it.',
      from: { pathNot: '^src/planning/solver/' },
      to: { path: 'node_modules/highs/' },
    },
    {
      name: 'drawing in one place',
      severity: 'error',
      comment: 'Vega and the libraries of fonts, PNG and PDF are slow to load.',
      from: { pathNot: '^src/report/figures/render/' },
      to: {
        path: 'node_modules/(vega|vega-lite|fontkit|subset-font|@resvg|pdfkit|svg-to-pdfkit)/',
      },
    },
    {
      name: 'drawing on demand',
      severity: 'error',
      comment: 'Who imports the drawing of figures statically makes every command load it.',
      from: { pathNot: '^src/report/figures/render/' },
      to: { path: '^src/report/figures/render/', dynamic: false },
    },
    {
      name: 'only declared packages',
      severity: 'error',
      comment: 'The bundle contains what package.json names under dependencies, nothing else.',
      from: {},
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'everything resolves',
      severity: 'error',
      comment: 'A module that is not found is a module that is not checked.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
