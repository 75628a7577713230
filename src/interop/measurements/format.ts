import type { Measurement } from '../../analysis/measurement.js';
import type { IssueList } from '../../workload/trace/issue-list.js';
import type { SourceDocument } from '../document/source-document.js';

/** What a reader of documents is told, and tells. */
export interface ReadContext {
  /** Takes what is wrong with the document, each with its place (`Fields` does that). */
  readonly issues: IssueList;
  /** The measurement's identifier: the file, and `#item` where there are several. */
  idOf(document: SourceDocument, item: number): string;
}

/**
 * A format whose files are documents (JSON, JSON Lines or YAML). One folder each; `registry.ts`
 * lists them. Which one a file has is decided by its content.
 */
export interface DocumentFormat {
  /** In lower case with dashes: what `sealsim import` and `MeasurementSource.format` call it. */
  readonly name: string;
  /** What it is, one line. */
  readonly summary: string;
  /**
   * Subtrees of JSON that are not read, by path with `*` for any key or position: dropped while the
   * file streams in, whatever their size.
   */
  readonly skip: readonly (readonly string[])[];
  /** Whether a document is of this format. Looks at a few keys; must not throw. */
  matches(document: SourceDocument): boolean;
  /**
   * What a document is that has this form, but nothing that can be compared with other results;
   * such a one is passed over. Null, as without this: it is read.
   */
  foreign?(document: SourceDocument): string | null;
  /**
   * The document's measurements. What is wrong with it goes to `context.issues`, all of it; what is
   * left out or changed goes to the measurement's notes.
   */
  read(document: SourceDocument, context: ReadContext): readonly Measurement[];
}
