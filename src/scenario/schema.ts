import { z } from 'zod';
import { arrivalsSchema, modelsSchema } from './schema/arrivals.js';
import { believedSchema } from './schema/believed.js';
import { name, positiveSeconds, seconds } from './schema/fields.js';
import { serverSchema } from './schema/server.js';
import { strategySchema } from './schema/strategy.js';
import { teeSchema } from './schema/tee.js';

const slaSchema = z
  .strictObject({
    seconds: positiveSeconds
      .optional()
      .describe('A request is on time when its latency is below this, s, > 0.'),
    perModel: z
      .record(name, positiveSeconds)
      .default({})
      .describe('SLAs of single models by name, s, > 0. Default: sla.seconds.'),
  })
  .describe('Deadline on the latency of a request.');

/**
 * A scenario as written. The one source of its types, its validation and its JSON Schema.
 * What relates one part to another, or to other files, is checked when it is resolved.
 */
export const scenarioSchema = z
  .strictObject({
    name: name.max(200).optional().describe('Name in results. Default: that of the file.'),
    seed: z
      .union([z.int(), name])
      .default(1)
      .describe('A whole number or a text; the same seed gives the same run. Default: 1.'),
    replications: z
      .int()
      .gte(1)
      .lte(1e6)
      .default(1)
      .describe('How often to run, each time with other random draws, 1 to 1e6. Default: 1.'),
    durationSeconds: positiveSeconds.describe('Arrivals stop at this time, s, in (0, 1e9].'),
    drainSeconds: z
      .union([seconds, z.literal('complete')])
      .default('complete')
      .describe(
        'How long after durationSeconds what finishes still counts, s, ≥ 0; complete: run until ' +
          'nothing is left. Default: complete.',
      ),
    horizon: z
      .enum(['terminating', 'steady-state'])
      .default('terminating')
      .describe(
        'terminating: a run counts from its start; steady-state: its warm-up is found and left ' +
          'out. Default: terminating.',
      ),
    sla: slaSchema,
    tee: teeSchema,
    arrivals: arrivalsSchema,
    models: modelsSchema,
    server: serverSchema,
    strategy: strategySchema,
    believed: believedSchema,
    metrics: z
      .strictObject({
        latency: z
          .enum(['exact', 'histogram'])
          .default('exact')
          .describe(
            'exact: 8 bytes per processed request; histogram: fixed size, quantiles within 0.5 %. ' +
              'Default: exact.',
          ),
      })
      .default({ latency: 'exact' })
      .describe('How results are kept.'),
  })
  .describe(
    'A sealsim scenario: one GPU or several, their workload, and the strategy that serves it.',
  );

/** The sections that are checked field by field, so that one field's problem hides no other's. */
export const SECTIONS = {
  sla: slaSchema,
  tee: teeSchema.unwrap(),
  models: modelsSchema,
  server: serverSchema,
  strategy: strategySchema,
};

/** The scenario without the contents of those sections. */
export const outlineSchema = scenarioSchema.extend({
  sla: z.unknown(),
  tee: z.unknown(),
  models: z.unknown(),
  server: z.unknown(),
  strategy: z.unknown(),
});

/** What was accepted of the scenario outside of `SECTIONS`. */
export type Outline = z.output<typeof outlineSchema>;
export type SectionName = keyof typeof SECTIONS;
/** A section that the schema accepted, defaults filled in. */
export type Section<Name extends SectionName> = z.output<(typeof SECTIONS)[Name]>;
