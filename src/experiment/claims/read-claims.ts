import type { Issue } from '../../errors.js';
import { Problems } from '../../scenario/issues/problems.js';
import { describeTree } from '../../scenario/issues/values.js';
import type { FilePort } from '../../scenario/ports.js';
import { readFields, silentKeys } from '../../scenario/read-fields.js';
import { baseName } from '../../scenario/text/base-name.js';
import { readExisting } from '../../scenario/text/read-existing.js';
import { readYamlFile, type TextDocument } from '../../scenario/text/read-yaml.js';
import { type Path, valueAt } from '../../scenario/text/tree.js';
import { complete, itemsAt, report, type SweepContext } from '../sweep/context.js';
import { readClaim, type Subject } from './read-claim.js';
import { claimsOutline } from './schema.js';
import type { Claims } from './types.js';

/** What came of reading a file of claims. */
export interface ClaimsReading {
  /** Undefined if something is wrong with it, or there is nothing to bind it to. */
  readonly claims: Claims | undefined;
  readonly issues: readonly Issue[];
}

/**
 * Reads a file of claims and binds them to what a sweep varied and recorded.
 * @param subject null if there is no sweep: then only what the file itself shows is checked.
 */
export async function readClaims(
  file: string,
  files: FilePort,
  subject: Subject | null,
): Promise<ClaimsReading> {
  const problems = new Problems();
  const text = await problems.collect(() => readExisting(file, 'a file of claims', files));
  const document = text === undefined ? undefined : readYamlFile(text, file, problems);
  const claims = document && readDocument(file, document, subject, problems);
  return { claims: problems.any ? undefined : claims, issues: problems.sorted() };
}

function readDocument(
  file: string,
  text: TextDocument,
  subject: Subject | null,
  problems: Problems,
): Claims | undefined {
  const document = text.root;
  const context: SweepContext = { document, problems };
  if (document.kind !== 'mapping') {
    if (document.kind !== 'broken') {
      report(context, [], { expected: 'claims: a mapping', got: describeTree(document) });
    }
    return undefined;
  }
  const reading = { document, at: [], silent: silentKeys(text) };
  const fields = readFields(claimsOutline, reading, problems);
  const paths = itemsAt(['claims'], context);
  const claims = complete(paths.map((at) => readClaim(at, subject, context)));
  reportRepeats(paths, context);
  return claims && { name: fields.name?.value ?? baseName(file), file, claims };
}

/** Verdicts are told by the names of claims. */
function reportRepeats(paths: readonly Path[], context: SweepContext): void {
  const seen = new Set<unknown>();
  for (const at of paths) {
    const id = valueAt(context.document, [...at, 'id']);
    if (id?.kind !== 'scalar') continue;
    if (seen.has(id.value)) {
      const got = `${id.value} a second time`;
      report(context, [...at, 'id'], { expected: 'each id once', got });
    }
    seen.add(id.value);
  }
}
