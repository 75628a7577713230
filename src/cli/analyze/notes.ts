import type { Measurement } from '../../analysis/measurement.js';

/** What readers changed or left out: each note once, with the first of the runs it is about. */
export function readerNotes(measurements: readonly Measurement[]): readonly string[] {
  const about = new Map<string, string[]>();
  for (const { id, notes } of measurements) {
    for (const note of notes) about.set(note, [...(about.get(note) ?? []), id]);
  }
  return [...about].map(([note, ids]) => {
    const more = ids.length > 1 ? ` and ${ids.length - 1} more` : '';
    return `${ids[0]}${more}: ${note}`;
  });
}
