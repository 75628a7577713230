/** `scenarios/quick-start.yaml` → `quick-start`. */
export function baseName(file: string): string {
  const [last = file] = file.split(/[/\\]/).slice(-1);
  return last.replace(/\.ya?ml$/i, '') || file;
}
