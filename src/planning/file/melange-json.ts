import type { Issue } from '../../errors.js';
import {
  keysOf,
  type MappingEntry,
  type MappingTree,
  type Tree,
  valueAt,
} from '../../scenario/text/tree.js';

/*
 * The input of Mélange's own solver: {gpu_info: {NAME: {cost, tputs}}, workload_distribution,
 * total_request_rate, slice_factor}. It is read as a plan file that says the same; what is wrong
 * with it is told by its own names.
 */

const TOP: Readonly<Record<string, string>> = {
  gpu_info: 'gpus',
  slice_factor: 'sliceFactor',
};
const GPU: Readonly<Record<string, string>> = { cost: 'costPerHour', tputs: 'throughput' };
const WORKLOAD: Readonly<Record<string, string>> = {
  workload_distribution: 'shares',
  total_request_rate: 'rate',
};

/** Whether a document is one of Mélange's. */
export function isMelange(document: Tree): boolean {
  const keys = keysOf(document);
  return keys.includes('gpu_info') || keys.includes('workload_distribution');
}

/** The same as a plan file would say it, every value where it stands. */
export function fromMelange(document: Tree): Tree {
  if (document.kind !== 'mapping') return document;
  const { place } = document;
  const rest = renamed(without(document, Object.keys(WORKLOAD)), TOP);
  const entries = new Map(rest.entries);
  const gpus = entries.get('gpus');
  if (gpus?.value.kind === 'mapping') {
    const named = [...gpus.value.entries].map(([name, gpu]): [string, MappingEntry] => [
      name,
      { ...gpu, value: gpu.value.kind === 'mapping' ? renamed(gpu.value, GPU) : gpu.value },
    ]);
    entries.set('gpus', { ...gpus, value: { ...gpus.value, entries: new Map(named) } });
  }
  const workload = workloadOf(document);
  entries.set('workload', { keyPlace: place, value: workload });
  return { ...document, entries };
}

function workloadOf(document: MappingTree): MappingTree {
  const { place } = document;
  const mapping = (entries: readonly (readonly [string, Tree])[]): MappingTree => ({
    kind: 'mapping',
    place,
    entries: new Map(entries.map(([key, value]) => [key, { keyPlace: value.place, value }])),
  });
  const text = (value: string): Tree => ({ kind: 'scalar', value, source: value, place });
  const shares = valueAt(document, ['workload_distribution']);
  const axis = (label: string, count: number): readonly [string, Tree][] => [
    ['label', text(label)],
    [
      'buckets',
      { kind: 'list', place, items: Array.from({ length: count }, (_, at) => text(`${at}`)) },
    ],
  ];
  const rows = shares?.kind === 'list' ? shares.items : [];
  const [first] = rows;
  const wide = first?.kind === 'list' ? first.items.length : 0;
  const axes = mapping([
    ['rows', mapping(axis('row', rows.length))],
    ['columns', mapping(axis('column', wide))],
  ]);
  const given = Object.entries(WORKLOAD).flatMap(([own, name]): [string, Tree][] => {
    const value = valueAt(document, [own]);
    return value === undefined ? [] : [[name, value]];
  });
  // Its own solver takes shares as they are: its example adds up to 1.25.
  const hasTable = rows.length > 0 && wide > 0;
  return mapping([...given, ['sum', text('any')], ...(hasTable ? [['axes', axes] as const] : [])]);
}

function without(mapping: MappingTree, keys: readonly string[]): MappingTree {
  const kept = [...mapping.entries].filter(([key]) => !keys.includes(key));
  return { ...mapping, entries: new Map(kept) };
}

function renamed(mapping: MappingTree, names: Readonly<Record<string, string>>): MappingTree {
  const entries = [...mapping.entries].map(([key, entry]): [string, MappingEntry] => [
    names[key] ?? key,
    entry,
  ]);
  return { ...mapping, entries: new Map(entries) };
}

/** The issue by the names of Mélange's file. */
export function inMelangeNames(issue: Issue): Issue {
  if (issue.path === 'workload') {
    return {
      ...issue,
      path: 'workload_distribution',
      expected: 'shares by bucket',
      got: 'nothing',
    };
  }
  const path = issue.path
    .replace(/^workload\.shares/, 'workload_distribution')
    .replace(/^workload\.rate/, 'total_request_rate')
    .replace(/^workload\.axes.*$/, 'workload_distribution')
    .replace(/^sliceFactor/, 'slice_factor')
    .replace(/^gpus/, 'gpu_info')
    .replace(/^(gpu_info.*)\.costPerHour$/, '$1.cost')
    .replace(/^(gpu_info.*)\.throughput/, '$1.tputs');
  return { ...issue, path };
}
