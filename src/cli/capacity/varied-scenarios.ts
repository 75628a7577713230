import { type Issue, UserError } from '../../errors.js';
import { cellSettings } from '../../experiment/grid.js';
import type { LoadedScenario } from '../../experiment/replicate.js';
import { blameOption } from '../axes.js';
import { collecting, type ScenarioLoader } from '../scenario-loader.js';
import type { Variants } from './variants.js';

/** The scenario in each of its variants, with each of its values; read when it is first wanted. */
export class VariedScenarios {
  readonly #loader: ScenarioLoader;
  readonly #variants: Variants;
  readonly #path: string;
  readonly #loaded = new Map<string, LoadedScenario>();

  constructor(loader: ScenarioLoader, variants: Variants, path: string) {
    this.#loader = loader;
    this.#variants = variants;
    this.#path = path;
  }

  /** Everything that was read. */
  get all(): readonly LoadedScenario[] {
    return [...this.#loaded.values()];
  }

  /** Undefined when it has problems, which are added to `issues`. */
  async load(variant: number, x: number, issues: Issue[]): Promise<LoadedScenario | undefined> {
    const key = `${variant} ${x}`;
    const known = this.#loaded.get(key);
    if (known !== undefined) return known;
    const { axes, cells } = this.#variants;
    const cell = cells[variant] ?? { index: 0, values: [] };
    const sets = [...cellSettings(axes, cell), `${this.#path}=${x}`];
    const found: Issue[] = [];
    const loaded = await collecting(found, this.#loader.load(sets));
    const paths = axes.map(({ path }) => path);
    for (const issue of found) {
      issues.push(blameOption(blameOption(issue, '--over', [this.#path]), '--axis', paths));
    }
    if (loaded !== undefined) this.#loaded.set(key, loaded);
    return loaded;
  }

  /** @throws UserError if it has problems, which only one between those of the grid may have. */
  async at(variant: number, x: number): Promise<LoadedScenario> {
    const issues: Issue[] = [];
    const loaded = await this.load(variant, x, issues);
    if (loaded === undefined) throw new UserError(issues);
    return loaded;
  }

  /** Every variant with every value; adds to `issues` what is wrong. */
  async loadAll(values: readonly number[], issues: Issue[]): Promise<void> {
    for (const { index } of this.#variants.cells) {
      for (const x of values) await this.load(index, x, issues);
    }
  }

  /** Whether the path takes this whole number, but not one half more. */
  async takesWholeOnly(value: number): Promise<boolean> {
    const [whole, half]: [Issue[], Issue[]] = [[], []];
    await this.load(0, value, whole);
    await collecting(half, this.#loader.load([`${this.#path}=${value + 0.5}`]));
    return whole.length === 0 && half.length > 0;
  }
}
