import { formatIssue, type Issue } from '../../src/errors.js';
import type { DocumentFormat } from '../../src/interop/measurements/format.js';
import { type ReadFile, readDocumentFile } from '../../src/interop/measurements/read-document.js';

/** What a file of that text holds, and what is wrong with it as it is said. */
export async function readText(
  file: string,
  text: string | Uint8Array,
  formats: readonly DocumentFormat[],
): Promise<Omit<ReadFile, 'issues'> & { readonly issues: readonly string[] }> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const read = await readDocumentFile({ file, bytes: once(bytes) }, formats);
  return { ...read, issues: read.issues.map((issue: Issue) => formatIssue(issue)) };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
