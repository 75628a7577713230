/**
 * One name for a run that has several: all of them, and a note.
 * @param what they are, in the plural.
 */
export function joinedNames(
  names: readonly (string | null)[],
  what: string,
): { readonly name: string | null; readonly notes: readonly string[] } {
  const known = [...new Set(names.filter((name) => name !== null))];
  if (known.length === 0) return { name: null, notes: [] };
  const name = known.join(' + ');
  return { name, notes: known.length === 1 ? [] : [`several ${what}: taken as ${name}`] };
}
