import type { Issue } from '../../errors.js';
import { FIXED_PATHS } from '../../experiment/grid.js';
import type { LoadedScenario } from '../../experiment/replicate.js';
import { canonicalSetting } from '../../scenario/text/canonical-setting.js';
import { blameOption, splitAtCommas } from '../axes.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { collecting, type ScenarioLoader } from '../scenario-loader.js';

/** The options that say what is compared. */
export type EndOption = '--from' | '--to';

/**
 * The scenario at one end, its settings applied after those of `--set`; without them as it is.
 * @returns undefined when it has problems, which are added to `issues`.
 */
export async function loadEnd(
  option: EndOption,
  invocation: Invocation,
  loader: ScenarioLoader,
  issues: Issue[],
): Promise<LoadedScenario | undefined> {
  const settings = endSettings(option, invocation).flatMap((text) => {
    const setting = readSetting(option, text, issues);
    return setting === undefined ? [] : [setting];
  });
  const found: Issue[] = [];
  const texts = settings.map(({ text }) => text);
  const loaded = await collecting(found, loader.load(texts));
  const paths = settings.map(({ path }) => path);
  issues.push(...found.map((issue) => blameOption(issue, option, paths)));
  return loaded;
}

/** `path=value` texts, as they were given. */
export function endSettings(option: EndOption, invocation: Invocation): readonly string[] {
  return invocation.all(option).flatMap(splitAtCommas);
}

interface EndSetting {
  readonly text: string;
  /** As it is written. */
  readonly path: string;
}

/** Undefined, with an issue, when it is no setting of one end. */
function readSetting(option: EndOption, text: string, issues: Issue[]): EndSetting | undefined {
  const setting = canonicalSetting(text);
  if (setting === undefined) {
    issues.push(optionIssue(option, 'path=value,path=value,…', JSON.stringify(text)));
    return undefined;
  }
  const { path, written } = setting;
  if (!FIXED_PATHS.includes(path)) return { text, path: written };
  const got = `${path}, which is the same at both ends`;
  issues.push(optionIssue(option, 'a path in which they can differ', got, `use --${path}`));
  return undefined;
}
