import type { Seconds } from '../../units.js';

/** What made the server release a batch, as its log spells it. */
export type Condition = 'Batch size' | 'Dynamic batch size' | 'Time limit' | 'Partial Batch';

/** What one line of an experiment log says. */
export type LogEntry =
  | { readonly kind: 'request'; readonly id: string; readonly model: string }
  | { readonly kind: 'response'; readonly status: number }
  | { readonly kind: 'condition'; readonly condition: Condition; readonly model: string }
  | { readonly kind: 'timer'; readonly model: string; readonly size: number }
  | { readonly kind: 'turn'; readonly model: string }
  | { readonly kind: 'loaded'; readonly model: string }
  | { readonly kind: 'switches'; readonly count: number }
  | { readonly kind: 'inference'; readonly model: string }
  | {
      readonly kind: 'processed';
      readonly ids: readonly string[];
      readonly model: string;
      readonly seconds: Seconds;
    }
  | { readonly kind: 'total'; readonly seconds: Seconds }
  | { readonly kind: 'inference total'; readonly seconds: Seconds }
  | { readonly kind: 'inference percent'; readonly percent: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'mode'; readonly mode: string }
  | { readonly kind: 'exception' }
  /** Known, and of no use: banners, settings. */
  | { readonly kind: 'chatter' };

type Reader = (match: readonly string[]) => LogEntry;

/** Messages behind a time stamp: what they begin with, their form, what they say. */
const MESSAGES: readonly (readonly [start: string, form: RegExp, read: Reader])[] = [
  [
    'Request with ID',
    /^Request with ID (\S+) for model (\S+) received$/,
    ([, id = '', model = '']) => ({ kind: 'request', id, model }),
  ],
  [
    'Processed batch',
    /^Processed batch: \[([^\]]*)\] with model (\S+) in (\d+(?:\.\d+)?) seconds$/,
    ([, ids = '', model = '', seconds]) => {
      return { kind: 'processed', ids: quotedIn(ids), model, seconds: Number(seconds) };
    },
  ],
  ['STARTING TO LOAD', /^STARTING TO LOAD (\S+)$/, ([, model = '']) => ({ kind: 'turn', model })],
  ['LOADED MODEL', /^LOADED MODEL (\S+)$/, ([, model = '']) => ({ kind: 'loaded', model })],
  [
    'SWITCH COUNT',
    /^SWITCH COUNT: (\d+)$/,
    ([, count]) => ({ kind: 'switches', count: Number(count) }),
  ],
  [
    'Batch processing',
    /^Batch processing started for model (\S+)$/,
    ([, model = '']) => ({ kind: 'inference', model }),
  ],
  [
    'Processing batch',
    /^Processing batch for (\S+) due to time limit with batch size (\d+)$/,
    ([, model = '', size]) => ({ kind: 'timer', model, size: Number(size) }),
  ],
  [
    'Total time',
    /^Total time: (\d+(?:\.\d+)?) seconds$/,
    ([, seconds]) => ({ kind: 'total', seconds: Number(seconds) }),
  ],
  [
    'Total inference',
    /^Total inference time: (\d+(?:\.\d+)?) seconds$/,
    ([, seconds]) => ({ kind: 'inference total', seconds: Number(seconds) }),
  ],
  [
    'Inference time',
    /^Inference time as percentage of total time: (\d+(?:\.\d+)?)%$/,
    ([, percent]) => ({ kind: 'inference percent', percent: Number(percent) }),
  ],
  ['END', /^END$/, () => ({ kind: 'end' })],
  [
    'Scheduling mode',
    /^Scheduling mode set as (\S+)$/,
    ([, mode = '']) => ({ kind: 'mode', mode }),
  ],
  ['Exception on', /^Exception on /, () => ({ kind: 'exception' })],
];

const CONDITION =
  /^(Batch size|Dynamic batch size|Time limit|Partial Batch) condition met for model (\S+)$/;
const RESPONSE = /^\S+ - - \[[^\]]*\] "[^"]*" (\d{3}) -$/;
const CHATTER = /^(Using device|Monitoring status|WARNING: This is a development|Press CTRL\+C)/;
/** Colours of the terminal; the escape character is written out because it cannot be seen. */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** The text without terminal colours. */
export function withoutColours(line: string): string {
  return line.includes('\u001b') ? line.replace(COLOUR, '') : line;
}

/** What a message behind a time stamp says; null when it is none that is known. */
export function readMessage(message: string): LogEntry | null {
  for (const [start, form, read] of MESSAGES) {
    if (!message.startsWith(start)) continue;
    const match = form.exec(message);
    if (match !== null) return read(match);
  }
  const response = RESPONSE.exec(message);
  if (response !== null) return { kind: 'response', status: Number(response[1]) };
  const condition = CONDITION.exec(message);
  if (condition !== null) {
    const [, kind, model = ''] = condition;
    return { kind: 'condition', condition: kind as Condition, model };
  }
  return CHATTER.test(message) ? { kind: 'chatter' } : null;
}

/** Whether a line without a time stamp is the server's banner or blank. */
export function isBanner(line: string): boolean {
  return line.trim() === '' || line.startsWith(' * ');
}

/** Whether a line without a time stamp can belong to the report of an exception. */
export function isTraceback(line: string): boolean {
  return /^( {2}|Traceback )/.test(line) || exceptionIn(line) !== null;
}

/** `torch.OutOfMemoryError: CUDA out of memory. …` → the exception's name; null for other lines. */
export function exceptionIn(line: string): string | null {
  return /^([\w.]+(?:Error|Exception|Interrupt|Exit))(?::|$)/.exec(line)?.[1] ?? null;
}

function quotedIn(list: string): readonly string[] {
  return Array.from(list.matchAll(/'([^']*)'/g), ([, id = '']) => id);
}
