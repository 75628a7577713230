import { z } from 'zod';
import {
  fraction,
  gibibytes,
  interval,
  name,
  positiveSeconds,
  rate,
  rateOrNone,
} from './fields.js';

const mix = z
  .record(name, fraction)
  .describe('Probability of each model, by name, in [0, 1]; they sum to 1.');

function first(byDefault: 'immediate' | 'gap') {
  return z
    .enum(['immediate', 'gap'])
    .default(byDefault)
    .describe(`The first request comes at time 0, or one gap after it. Default: ${byDefault}.`);
}

const meanRate = rate.describe('Mean rate, requests/s, in (0, 1e6].');

const poisson = {
  process: z.literal('poisson').describe('Independent, exponentially distributed gaps.'),
  rate: meanRate,
  first: first('gap'),
};

const gamma = {
  process: z.literal('gamma').describe('Independent, gamma distributed gaps.'),
  rate: meanRate,
  shape: z
    .number()
    .gte(1e-3)
    .lte(1e6)
    .optional()
    .describe('Shape of the gaps; 1 is Poisson, less is burstier. Or give cv. Default: 1.'),
  cv: z
    .number()
    .gte(1e-3)
    .lte(30)
    .optional()
    .describe('Coefficient of variation of the gaps, in place of shape = 1/cv².'),
  first: first('immediate'),
};

const constant = {
  process: z.literal('constant').describe('Equal gaps.'),
  rate: meanRate,
  first: first('gap'),
};

const bursty = {
  process: z
    .literal('bursty')
    .describe('Bursts and idle periods in turn; duration and rate are redrawn at each switch.'),
  rate: rate
    .optional()
    .describe(
      'Nominal mean rate, requests/s, which chooses the ranges (2, 4, 5, 8, 12, 16 are known); ' +
        'with rateIs: longRun any rate, reached by compressing time.',
    ),
  rateIs: z
    .enum(['nominal', 'longRun'])
    .default('nominal')
    .describe('Whether `rate` names the ranges or is the mean over the run. Default: nominal.'),
  burstSeconds: interval(positiveSeconds)
    .optional()
    .describe('Duration of a burst, s: [low, high]. Give all four ranges, or a nominal rate.'),
  idleSeconds: interval(positiveSeconds)
    .optional()
    .describe('Duration of an idle period, s: [low, high].'),
  burstRate: interval(rate).optional().describe('Rate in a burst, requests/s: [low, high].'),
  idleRate: interval(rateOrNone)
    .optional()
    .describe('Rate in an idle period, requests/s: [low, high]; low may be 0, high may not.'),
  first: first('immediate'),
};

const ramp = {
  process: z.literal('ramp').describe('The rate rises and falls linearly, again and again.'),
  rate: rate
    .optional()
    .describe(
      'Nominal mean rate, requests/s, which chooses the other values (2, 4, 5, 8, 12, 16 are known).',
    ),
  minRate: rate.optional().describe('Lowest rate, requests/s, in (0, 1e6].'),
  maxRate: rate.optional().describe('Highest rate, requests/s, ≥ minRate.'),
  upSeconds: positiveSeconds.optional().describe('Time from lowest to highest, s, > 0.'),
  downSeconds: positiveSeconds.optional().describe('Time from highest to lowest, s, > 0.'),
  first: first('immediate'),
};

const segment = z.strictObject({
  seconds: positiveSeconds.describe('Length of the segment, s, > 0.'),
  rate: rateOrNone.describe('Rate on it, requests/s, in [0, 1e6].'),
});

const piecewise = {
  process: z.literal('piecewise').describe('Poisson with a rate that is constant on segments.'),
  segments: z.array(segment).min(1).max(100_000).describe('Segments, in order.'),
  repeat: z
    .boolean()
    .default(false)
    .describe('Start again after the last segment; otherwise nothing comes then. Default: false.'),
};

const diurnal = {
  process: z.literal('diurnal').describe('Poisson with a daily rhythm: a sine wave in steps.'),
  meanRate,
  amplitude: fraction
    .default(0.5)
    .describe('Height of the wave as a share of the mean, in [0, 1]. Default: 0.5.'),
  periodSeconds: positiveSeconds.default(86_400).describe('Length of a day, s. Default: 86400.'),
  steps: z
    .int()
    .gte(2)
    .lte(10_000)
    .default(24)
    .describe('Steps of constant rate in a period, 2 to 10000. Default: 24.'),
};

function lengths(byDefault: string, what: string) {
  return name
    .nullable()
    .optional()
    .describe(
      `Column of the lengths of ${what}, tokens, for records and reports; null: not read. ` +
        `Default: the column ${byDefault} if there is one.`,
    );
}

const trace = {
  process: z.literal('trace').describe('Arrivals replayed from a CSV file.'),
  file: name.describe('Path of a .csv or .csv.gz file, relative to this file.'),
  columns: z
    .strictObject({
      time: name.default('t_s').describe('Column of arrival times, s, ascending. Default: t_s.'),
      model: name
        .nullable()
        .optional()
        .describe(
          'Column of model names; null: models are drawn from the mix. Default: the column model ' +
            'if there is one, else the mix.',
        ),
      inputTokens: lengths('inputTokens', 'prompts'),
      outputTokens: lengths('outputTokens', 'answers'),
    })
    .default({ time: 't_s' })
    .describe('Names of the columns that are read; others are left alone.'),
};

/** What a member of a superposition may say besides its process. */
const member = {
  mix: mix.optional().describe('Probability of each model for this process. Default: models.mix.'),
  model: name.optional().describe('The only model of this process, in place of a mix.'),
};

const superposition = {
  process: z.literal('superposition').describe('Several processes at once.'),
  of: z
    .array(
      z.discriminatedUnion('process', [
        z.strictObject({ ...poisson, ...member }),
        z.strictObject({ ...gamma, ...member }),
        z.strictObject({ ...constant, ...member }),
        z.strictObject({ ...bursty, ...member }),
        z.strictObject({ ...ramp, ...member }),
        z.strictObject({ ...piecewise, ...member }),
        z.strictObject({ ...diurnal, ...member }),
        z.strictObject({ ...trace, ...member }),
      ]),
    )
    .min(1)
    .max(1000)
    .describe('The processes, each with a mix of its own or that of the scenario.'),
};

/** `arrivals`: one process, or several at once. */
export const arrivalsSchema = z
  .discriminatedUnion('process', [
    z.strictObject(poisson),
    z.strictObject(gamma),
    z.strictObject(constant),
    z.strictObject(bursty),
    z.strictObject(ramp),
    z.strictObject(piecewise),
    z.strictObject(diurnal),
    z.strictObject(trace),
    z.strictObject(superposition),
  ])
  .describe('When requests come.');

/** The keys that each process knows, for switching between them with `--set`. */
export const ARRIVAL_KEYS: ReadonlyMap<unknown, readonly string[]> = new Map(
  arrivalsSchema.options.map(({ shape }) => [shape.process.value, Object.keys(shape)]),
);

/** `models`. */
export const modelsSchema = z
  .strictObject({
    mix: mix.optional(),
    names: z
      .array(name)
      .min(1)
      .max(65_535)
      .optional()
      .describe(
        'The models in order, where the mix does not name them all (traces). Default: mix.',
      ),
    weightsGiB: z
      .record(name, gibibytes)
      .default({})
      .describe(
        'Size of weights by model, GiB, > 0, as of another precision. Default: the profile’s.',
      ),
  })
  .describe('Which models are served, and how often each is asked for.');

export type ArrivalsInput = z.output<typeof arrivalsSchema>;
export type SuperpositionInput = Extract<ArrivalsInput, { process: 'superposition' }>;
export type MemberInput = SuperpositionInput['of'][number];
export type SimpleInput = Exclude<ArrivalsInput, SuperpositionInput>;
export type TraceInput = Extract<ArrivalsInput, { process: 'trace' }>;
export type BurstyInput = Extract<ArrivalsInput, { process: 'bursty' }>;
export type RampInput = Extract<ArrivalsInput, { process: 'ramp' }>;
