import { didYouMean } from '../suggest.js';
import { checkBatch, checkDisk, checkHistory, checkSwap } from './check-forms.js';
import type { ProfileIssue } from './profile-issue.js';
import type { ProfileDocument, ProfileMode, ProfileModel } from './profile-schema.js';

type Path = readonly (string | number)[];

/**
 * What the schema cannot say of a profile: that a table ascends, that sources are listed, that a
 * family fits the spread given, that names under `busyLoop` are models.
 *
 * @returns every problem found; none: the profile can be resolved.
 */
export function checkProfile(document: ProfileDocument): ProfileIssue[] {
  const models = Object.entries(document.models);
  const names = Object.keys(document.models);
  const issues = models.flatMap(([name, model]) => checkModel(['models', name], model, names));
  if (models.length === 0) {
    issues.push({ in: 'profile', path: ['models'], expected: 'at least one model', got: 'none' });
  }
  return [...checkBusyLoop(document), ...issues, ...checkSources(document)];
}

function checkModel(path: Path, model: ProfileModel, names: readonly string[]): ProfileIssue[] {
  const issues = [
    ...checkMode([...path, 'off'], model.off, names),
    ...(model.cc === undefined ? [] : checkMode([...path, 'cc'], model.cc, names)),
  ];
  if (model.maxBatch !== undefined && model.bestBatch > model.maxBatch) {
    issues.push({
      in: 'profile',
      path: [...path, 'bestBatch'],
      expected: `at most maxBatch (${model.maxBatch})`,
      got: String(model.bestBatch),
    });
  }
  return issues;
}

function checkMode(
  path: Path,
  { batch, swap }: ProfileMode,
  names: readonly string[],
): ProfileIssue[] {
  const issues = [
    ...checkBatch([...path, 'batch', 'profiled'], batch.profiled),
    ...checkSwap([...path, 'swap', 'profiled'], swap.profiled),
  ];
  const seenBatch = batch['in-experiment'];
  if (seenBatch) issues.push(...checkBatch([...path, 'batch', 'in-experiment'], seenBatch));
  const seenSwap = swap['in-experiment'];
  if (seenSwap) issues.push(...checkSwap([...path, 'swap', 'in-experiment'], seenSwap));
  if (swap.disk) issues.push(...checkDisk([...path, 'swap', 'disk'], swap.disk));
  if (swap.history) {
    issues.push(...checkHistory([...path, 'swap', 'history'], swap.history, names));
  }
  return issues;
}

function checkBusyLoop(document: ProfileDocument): ProfileIssue[] {
  const known = Object.keys(document.models);
  const named = Object.keys(document.busyLoop?.loadExtraSeconds ?? {});
  return named
    .filter((name) => !known.includes(name))
    .map((name) =>
      unknownName(['busyLoop', 'loadExtraSeconds', name], 'a model of this profile', name, known),
    );
}

/** A group of numbers, which says where they come from. */
interface Sourced {
  readonly source?: string | undefined;
  readonly sourceOf?: Readonly<Record<string, string>> | undefined;
}

function checkSources(document: ProfileDocument): ProfileIssue[] {
  const known = Object.keys(document.sources ?? {});
  return sourcedGroups(document).flatMap(([path, group]) => {
    const fields = Object.keys(group).filter((field) => !field.startsWith('source'));
    const named = Object.entries(group.sourceOf ?? {});
    const citations: [Path, string][] = named.map(([field, name]) => [['sourceOf', field], name]);
    if (group.source !== undefined) citations.unshift([['source'], group.source]);
    return [
      ...citations
        .filter(([, name]) => !known.includes(name))
        .map(([at, name]) => unknownName([...path, ...at], 'a name under sources', name, known)),
      ...named
        .filter(([field]) => !fields.includes(field))
        .map(([field]) =>
          unknownName([...path, 'sourceOf', field], 'a number of this group', field, fields),
        ),
    ];
  });
}

function sourcedGroups(document: ProfileDocument): [Path, Sourced][] {
  const groups: [Path, Sourced | undefined][] = [
    [['gpu'], document.gpu],
    [['write'], document.write],
    [['busyLoop'], document.busyLoop],
  ];
  for (const [name, model] of Object.entries(document.models)) {
    groups.push([['models', name], model], [['models', name, 'tokens'], model.tokens]);
    for (const modeName of ['off', 'cc'] as const) {
      const mode = model[modeName];
      if (mode === undefined) continue;
      for (const part of ['batch', 'swap'] as const) {
        for (const [form, group] of Object.entries<Sourced | undefined>(mode[part])) {
          groups.push([['models', name, modeName, part, form], group]);
        }
      }
    }
  }
  return groups.filter((entry): entry is [Path, Sourced] => entry[1] !== undefined);
}

function unknownName(
  path: Path,
  expected: string,
  name: string,
  known: readonly string[],
): ProfileIssue {
  const issue = { in: 'profile' as const, path: [...path], expected, got: name };
  const hint = didYouMean(name, known);
  return hint === undefined ? issue : { ...issue, hint };
}
