/** What a user says of lengths, tokens: of all models, and of single ones. */
export interface GivenLength {
  readonly all: number | null;
  readonly byModel: ReadonlyMap<string, number>;
}

/** What a user says of prompts and of answers. */
export interface GivenLengths {
  readonly input: GivenLength;
  readonly output: GivenLength;
}

const NOTHING: GivenLength = { all: null, byModel: new Map() };
export const NO_LENGTHS: GivenLengths = { input: NOTHING, output: NOTHING };

/** By model, in the order of `models`. */
export function lengthsOf(
  { all, byModel }: GivenLength,
  models: readonly string[],
): readonly (number | null)[] {
  return models.map((model) => byModel.get(model) ?? all);
}
