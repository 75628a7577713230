/** So many reasons are told. */
const SHOWN = 5;

/** Which replications had no steady state, for a line on stderr: their figures are NaN. */
export class SteadyStateNotes {
  readonly #reasons: string[] = [];

  /** @param reason as `runReplication` gives it. */
  add(replication: number, reason: string): void {
    this.#reasons[replication] = reason;
  }

  /** How many of the first `of` replications had none. */
  count(of: number): number {
    return Object.keys(this.#reasons.slice(0, of)).length;
  }

  /**
   * How many had none, and why; empty when all had one.
   * @param of replications that were finished. @param where they belong to; empty: nowhere else.
   */
  text(of: number, where = ''): string {
    const count = this.count(of);
    if (count === 0) return '';
    const each = Object.entries(this.#reasons.slice(0, of)).map(
      ([replication, reason]) => `${reason} (replication ${replication})`,
    );
    const shown = each.length > SHOWN ? [...each.slice(0, SHOWN), '…'] : each;
    const place = where === '' ? '' : `${where}: `;
    return (
      `${place}no steady state in ${count} of ${of} replications, which have no figures: ` +
      `${shown.join('; ')}\n`
    );
  }
}
