import { z } from 'zod';
import { EFFECT_SCHEMAS } from './effect-schema.js';

/** GPU generations, whose measurements are never mixed; `unstated`: the source does not say. */
const ARCHITECTURES = ['hopper', 'blackwell', 'unstated'] as const;

const name = z.string().min(1).max(200);

/** What acts on one kind of duration, where several effects could. */
export const choiceSchema = z
  .strictObject({
    load: name.optional().describe('On every load: a load, transfer or engine-load effect.'),
    step: name.optional().describe('On every decode step: a step or launch effect.'),
    kernel: name.optional().describe('On inference as a whole: a kernel effect.'),
    firstLoad: name.optional().describe('On the first load of a run: a first-launch effect.'),
    allocation: name.optional().describe('On loads and unloads: an allocation effect.'),
  })
  .describe('Which effect acts where several could: its name, or none.');

/**
 * A TEE preset as written: effects of confidential computing, each as it was measured, with its
 * source. Structure and ranges only; what relates one value to another is checked by
 * `checkPreset`. Format: docs/tee-presets.md.
 */
export const presetSchema = z
  .strictObject({
    name: name.optional().describe('Name of the preset. Default: that of its file.'),
    description: z.string().min(1).describe('What was measured, on what, and what is left out.'),
    architecture: z
      .enum(ARCHITECTURES)
      .describe('GPU generation that the numbers belong to; two of them are never combined.'),
    sources: z
      .record(name, z.string().min(1))
      .default({})
      .describe('Where numbers come from: {name: citation}.'),
    include: z
      .array(name)
      .max(50)
      .default([])
      .describe('Other presets, all effects of which this one has: names or paths.'),
    use: choiceSchema.default({}),
    effects: z
      .record(name, z.discriminatedUnion('kind', EFFECT_SCHEMAS))
      .default({})
      .describe('Effects by name.'),
  })
  .describe('A sealsim TEE preset: measured effects of confidential computing, with sources.');

/** A preset that `presetSchema` accepted. */
export type PresetDocument = z.output<typeof presetSchema>;
/** One effect of a preset. */
export type Effect = PresetDocument['effects'][string];
/** Which effect acts, by what it acts on. */
export type EffectChoice = z.output<typeof choiceSchema>;
/** What an effect acts on; at most one effect acts on each. */
export type EffectGroup = keyof EffectChoice;
