/** Deeper than any result of a benchmark; what nests further is not one. */
export const MAX_DEPTH = 100;
/**
 * Of a JSON document, besides what is skipped: without a limit a wrong file would fill memory. The
 * times between the tokens of 10,000 answers of 500 tokens are some 100 million characters.
 */
export const MAX_JSON_CHARACTERS = 128 * 1024 * 1024;
/** Of a YAML document, which is read by a much slower library. */
export const MAX_YAML_CHARACTERS = 2 * 1024 * 1024;
/** A short text with aliases of aliases may stand for a huge document; results hardly have any. */
export const MAX_YAML_ALIASES = 100;
/** Parts of a document between what is skipped: each is remembered with its place. */
export const MAX_PIECES = 500_000;
