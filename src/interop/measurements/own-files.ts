/*
 * Files that this project writes itself and that are no results of a benchmark. They are passed
 * over without a word where measurements are looked for.
 */

const OWN = new Set(['manifest.json', 'summary.json', 'sweep.json', 'records.jsonl']);
/** Descriptions of figures. */
const FIGURE = /\.vl\.json$/i;

/**
 * @param name the file's.
 * @param hasManifest whether a manifest of this project lies in its folder.
 */
export function isOwnFile(name: string, hasManifest: boolean): boolean {
  return (hasManifest && OWN.has(name)) || FIGURE.test(name);
}
