import { z } from 'zod';
import { defaultStrategyOptions as published } from '../../serving/batch/strategies/strategy.js';
import { batchSize, name, positiveFraction, positiveSeconds, seconds } from './fields.js';

/** `strategy`. */
export const strategySchema = z
  .strictObject({
    name: name
      .optional()
      .describe('A built-in strategy: see `sealsim list`. The papers’ spellings are known too.'),
    module: name
      .optional()
      .describe('Your own strategy: path of a .js or .mjs file, relative to this file.'),
    timerProfile: z
      .enum(['off', 'cc'])
      .optional()
      .describe('Which TEE mode’s load times the timer believes. Default: tee.mode.'),
    timerSigmas: z
      .number()
      .gte(0)
      .lte(100)
      .default(published.timerSigmas)
      .describe('Standard deviations of load and unload a timer allows for, ≥ 0. Default: 1.'),
    completionAllowanceSeconds: seconds
      .default(published.completionAllowanceSeconds)
      .describe('Time a timer keeps for the batch itself, s, ≥ 0. Default: 8.'),
    queueDamping: z
      .number()
      .gte(0)
      .lte(1000)
      .default(published.queueDamping)
      .describe('A timer is divided by 1 + this × waiting requests, ≥ 0. Default: 0.001.'),
    minimumTimerSeconds: seconds
      .default(published.minimumTimerSeconds)
      .describe('A timer is never shorter than this, s, ≥ 0. Default: 5.'),
    fixedTimerSeconds: seconds
      .nullable()
      .default(published.fixedTimerSeconds)
      .describe('A timer of this length in place of the computed one, s, ≥ 0. Default: null.'),
    sizes: z
      .union([batchSize, z.record(name, batchSize)])
      .default({ ...published.sizes })
      .describe('Batch size that triggers a release: one, or {model: size}. Default: best batch.'),
    allowedSizes: z
      .array(batchSize)
      .min(1)
      .max(1000)
      .refine(isAscending, { error: 'sizes in ascending order, each once' })
      .default([...published.allowedSizes])
      .describe('Sizes that select-batch chooses from, ascending. Default: [8, 16, 32, 64].'),
    rateWindow: z
      .int()
      .gte(2)
      .lte(1e6)
      .default(published.rateWindow)
      .describe('Arrivals over which select-batch estimates a rate, ≥ 2. Default: 100.'),
    partialFraction: positiveFraction
      .default(published.partialFraction)
      .describe(
        'A partial batch needs more than this share of the size, in (0, 1]. Default: 0.25.',
      ),
    partialResidentSeconds: seconds
      .default(published.partialResidentSeconds)
      .describe('… and its model in memory for longer than this, s, ≥ 0. Default: 10.'),
    partialPollSeconds: positiveSeconds
      .gte(1e-3)
      .default(published.partialPollSeconds)
      .describe('Interval of partial-batch’s looks, s, ≥ 0.001. Default: 0.2.'),
    batchCap: batchSize
      .nullable()
      .default(published.batchCap)
      .describe('Largest batch released at once; null: what fits in memory. Default: null.'),
    weights: z
      .record(name, z.number().gt(0).lte(1e6))
      .default({ ...published.weights })
      .describe('Worth of an on-time request: {model: weight}, > 0. Default: 1 each.'),
    attainmentFloor: z
      .number()
      .gte(0)
      .lte(1)
      .default(published.attainmentFloor)
      .describe(
        'Share of the best-served model’s attainment that every model is to have, [0, 1]. Default: 0.4.',
      ),
    lookAhead: z
      .int()
      .gte(1)
      .lte(12)
      .default(published.lookAhead)
      .describe('Batches that a plan looks ahead, 1 to 12. Default: 4.'),
    beamWidth: z
      .int()
      .gte(1)
      .lte(1e5)
      .default(published.beamWidth)
      .describe('Partial plans kept at each step of the search, ≥ 1. Default: 2.'),
    rateWindowSeconds: positiveSeconds
      .default(published.rateWindowSeconds)
      .describe('Time over which plans estimate arrival rates, s, > 0. Default: 60.'),
    slackSigmas: z
      .number()
      .gte(0)
      .lte(100)
      .default(published.slackSigmas)
      .describe('Standard deviations of loads kept before deadlines, ≥ 0. Default: 0.'),
    options: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('Whatever your own strategy needs: it finds this as options.custom.'),
  })
  .describe('What decides which requests become a batch, and when.');

function isAscending(sizes: readonly number[]): boolean {
  return sizes.every((size, index) => index === 0 || size > (sizes[index - 1] ?? size));
}
