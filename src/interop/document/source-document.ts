/** Keys and positions from the root of a document to a value. */
export type Path = readonly (string | number)[];

/** A place in a file, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A document that was read: plain data, and where each value of it stands. */
export interface SourceDocument {
  /** The file's name, for messages. */
  readonly file: string;
  /** Position among the documents of its file, from 0: JSON Lines hold several. */
  readonly item: number;
  readonly value: unknown;
  /** Where the value at a path stands; of a path that is not there, the nearest value above it. */
  placeOf(path: Path): Place;
}
