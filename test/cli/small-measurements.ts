import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ids, LogText } from '../interop/log-text.js';

/** Models with the sizes of their largest batches, those that BestBatch waits for. */
const MODELS = [
  ['granite-7b', 48],
  ['gemma-7b', 64],
  ['llama3-8b', 64],
] as const;
const BATCHES = 15;
const BATCH_EVERY = 20;

/** A log's name, without its folder. */
export function logName(setting: string, rate: number, sla: number, strategy = 'BestBatch') {
  return `${setting}--x_cuda_${strategy}_gamma_mean${rate}_300_sla${sla}_20241005_12${sla}00.log`;
}

/** The three models take turns, so that every batch needs a swap. */
export function smallLog(swapSeconds: number): string {
  const log = new LogText();
  let inference = 0;
  for (let k = 0; k < BATCHES; k++) {
    const start = BATCH_EVERY * k;
    const [model, most] = MODELS[k % MODELS.length] ?? MODELS[0];
    // Nor of one size: a fit needs to see what a request adds.
    const size = most - 8 * Math.floor(k / MODELS.length);
    // Not the same every time: a fit needs a spread.
    const loaded = start + 2 + swapSeconds + (k % 4) / 2;
    const took = 1 + size / 32 + ((k * k) % 5) / 8;
    inference += took;
    log
      .requests(start, `${k}x`, size, model)
      .size(start + 1.5, model)
      .turn(start + 2, model)
      .loaded(loaded, model, k + 1)
      .processed(loaded + took, ids(`${k}x`, size), model, took);
  }
  return log.end(BATCHES * BATCH_EVERY, BATCHES * BATCH_EVERY - 1, inference).toString();
}

/** Writes four logs, two cells of (mean, SLA) in both modes, one of them compressed. */
export function writeSmallLogs(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const sla of [40, 60]) {
    writeFileSync(join(folder, logName('cc', 4, sla)), smallLog(9));
    writeFileSync(join(folder, `${logName('noncc', 4, sla)}.gz`), gzipSync(smallLog(6)));
  }
}
