import type { Issue } from '../../errors.js';
import { nodeFiles } from '../../host/node-files.js';
import { Problems } from '../../scenario/issues/problems.js';
import { readYamlFile } from '../../scenario/text/read-yaml.js';
import { applySets } from '../../scenario/text/sets.js';
import { type Path, type Tree, valueAt } from '../../scenario/text/tree.js';
import { optionIssue } from '../invocation.js';
import type { AskedRange } from './ranges.js';

/** A sound scenario file with settings applied, as it is written. */
export class WrittenBase {
  readonly #root: Tree;

  private constructor(root: Tree) {
    this.#root = root;
  }

  static async read(file: string, sets: readonly string[]): Promise<WrittenBase> {
    // What is wrong with it was found when the scenario was loaded.
    const problems = new Problems();
    const { root } = readYamlFile(await nodeFiles().readText(file), file, problems);
    return new WrittenBase(applySets(root, sets, [], problems).root);
  }

  /** What it says at the path of a range; null where it says nothing. */
  valueOf(range: AskedRange): string | null {
    const at = this.#pathOf(range);
    const found = at === undefined ? undefined : valueAt(this.#root, at);
    return found?.kind === 'scalar' && found.value !== null ? found.source : null;
  }

  /**
   * Factors take the place of the measured times of CC mode: where the base has none, the first
   * that is set changes all times at once, not just its own.
   */
  factorsIssue(range: AskedRange): Issue | undefined {
    const [section, key] = this.#pathOf(range) ?? [];
    if (section !== 'tee' || key !== 'factors') return undefined;
    const isThere = ['factors', 'preset'].some(
      (name) => valueAt(this.#root, ['tee', name]) !== undefined,
    );
    if (isThere) return undefined;
    const expected = 'a scenario with tee.factors, which then vary one at a time';
    const hint = `without them CC times are as measured: add --set ${range.path}=…`;
    return optionIssue('--range', expected, `${range.path} in one without`, hint);
  }

  /** Setting it tells which way the path goes: names in it may have dots. */
  #pathOf({ path, low }: AskedRange): Path | undefined {
    return applySets(this.#root, [`${path}=${low}`], [], new Problems()).paths.at(-1);
  }
}
