/** What the simulation calls the models of a trace. */
export interface ModelNames {
  /** That of every request; null: those of the trace, as `renamed` says. */
  readonly all: string | null;
  /** By the trace's names; models that are not in it keep theirs. */
  readonly renamed: ReadonlyMap<string, string>;
}
