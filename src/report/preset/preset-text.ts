import type { ComposedTee, LoadedPreset } from '../../timing/tee/compose.js';
import type { Quantity } from '../../timing/tee/effect-schema.js';
import { numbersOf } from '../../timing/tee/effects.js';
import type { OperationChange } from '../../timing/tee/effects-on-profile.js';
import { silentEffects, UNKNOWNS } from '../../timing/tee/silence.js';
import { formatRatio, NOTHING, printable } from '../format.js';
import { renderTable } from '../text-table.js';
import { evidenceText } from './evidence-text.js';
import type { PresetReport } from './report.js';

/** The report as text: numbers, what they do, what acts on nothing, what nobody knows, evidence. */
export function presetText(report: PresetReport): string {
  const { presets, tee, change, profile } = report;
  const sections = [
    presets.map(presetLine).join('\n'),
    section('Numbers that act', actingTable(tee)),
    section(`What they do to ${profile.name} (means, as profiled)`, changeTable(change.changes)),
    list('', change.notes),
    list('Agreement with the measured cc', agreement(change.changes)),
    list(
      'Acts on nothing here',
      silentEffects(tee).map(({ name, why }) => `${name}: ${why}`),
    ),
    list(
      'Nobody has measured these for this; a scenario can set them, 0 claims nothing',
      UNKNOWNS.map(({ path, what }) => `${path}: ${what}`),
    ),
    section('Evidence, which acts on nothing', evidenceText(tee)),
    list('Sources', sourcesOf(tee)),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function presetLine({ name, document }: LoadedPreset): string {
  const description = document.description.trim();
  return `${printable(name)} (${document.architecture}): ${printable(description)}`;
}

function section(title: string, body: string): string {
  return body === '' ? '' : `${title}\n\n${body}`;
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  const lines = items.map((item) => `- ${printable(item)}`);
  return (title === '' ? lines : [title, '', ...lines]).join('\n');
}

function actingTable({ acting }: ComposedTee): string {
  const rows = acting.flatMap(({ name, effect }) =>
    numbersOf(effect).flatMap(({ path, unit, quantity }) =>
      quantity === undefined
        ? []
        : [[`${name}.${path}`, effect.source, spreadOf(quantity), digits(quantity.value), unit]],
    ),
  );
  if (rows.length === 0) return 'none';
  return renderTable({
    head: ['tee.effects.', 'source', 'low – high', 'value', 'unit'],
    rows,
    textColumns: 3,
  });
}

/** What a number lay between, and what that is. */
function spreadOf({ low, high, spread = '' }: Quantity): string {
  return low === undefined || high === undefined
    ? NOTHING
    : `${digits(low)} – ${digits(high)}, ${spread}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function changeTable(changes: readonly OperationChange[]): string {
  const seconds = (value: number | null): string => (value === null ? NOTHING : value.toFixed(3));
  const rows = changes.map((change) => {
    const { offSeconds, presetSeconds, measuredSeconds } = change;
    const ratio = measuredSeconds === null ? Number.NaN : presetSeconds / measuredSeconds;
    return [
      change.model,
      change.size === null ? change.operation : `batch of ${change.size}`,
      seconds(offSeconds),
      seconds(presetSeconds),
      seconds(measuredSeconds),
      measuredSeconds === null ? NOTHING : signed(presetSeconds - measuredSeconds),
      formatRatio(ratio),
      change.by.map(({ effect, seconds: own }) => `${effect} ${signed(own)}`).join(', '),
    ];
  });
  return renderTable({
    head: ['model', '', 'off, s', 'preset, s', 'measured cc, s', 'difference, s', 'ratio', 'by'],
    rows,
    textColumns: 2,
  });
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(3);
  if (!/[1-9]/.test(text)) return text;
  return value < 0 ? `−${text}` : `+${text}`;
}

/** How far the presets are from what was measured, operation by operation. */
function agreement(changes: readonly OperationChange[]): readonly string[] {
  return (['load', 'unload', 'batch'] as const).flatMap((operation) => {
    const ratios = changes.flatMap(({ operation: own, presetSeconds, measuredSeconds }) =>
      own === operation && measuredSeconds !== null && measuredSeconds > 0
        ? [presetSeconds / measuredSeconds]
        : [],
    );
    if (ratios.length === 0) return [];
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)].map((each) => formatRatio(each));
    return [
      `${operation}: preset / measured ${formatRatio(mean)} (geometric mean of ${ratios.length}), from ${low} to ${high}`,
    ];
  });
}

function sourcesOf({ effects }: ComposedTee): readonly string[] {
  const shown = effects.map(({ name, effect, citation }) => {
    const { hardware, conditions, confidence } = effect;
    return `${name}: ${[hardware, conditions, confidence].join('; ')}. ${citation.trim()}`;
  });
  return [...new Set(shown)];
}
