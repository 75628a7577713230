import { Worker } from 'node:worker_threads';

/** What came of importing a module somewhere it can do no harm. */
export type ProbeResult =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string }
  | { readonly kind: 'exited' }
  /** Its top-level await waits for something that cannot happen any more. */
  | { readonly kind: 'unsettled' }
  | { readonly kind: 'hung' };

/**
 * Runs in the worker. Errors are taken apart there: not everything that is thrown can be sent. The
 * export's properties are read, for they may be getters that never return.
 */
const PROBE = `
const { parentPort, workerData } = require('node:worker_threads');
process.once('beforeExit', () => parentPort.postMessage({ kind: 'unsettled' }));
import(workerData.url).then((module) => {
  for (const property of workerData.properties) void module.default?.[property];
  // Not reached by a module that keeps promises busy for good.
  return new Promise((settle) => setImmediate(settle));
}).then(
  () => parentPort.postMessage({ kind: 'loaded' }),
  (error) => parentPort.postMessage({
    kind: 'failed',
    message: String(error instanceof Error ? error.message : error),
    stack: String(error instanceof Error ? error.stack : ''),
  }),
);
`;

/**
 * Imports a module in a worker thread, where an endless loop can be stopped and `process.exit`
 * ends the thread only.
 * @param properties those of its default export that are read.
 */
export async function probeModule(
  url: string,
  properties: readonly string[],
  limitSeconds: number,
): Promise<ProbeResult> {
  const workerData = { url, properties };
  const worker = new Worker(PROBE, { eval: true, workerData, stdout: true, stderr: true });
  try {
    return await new Promise<ProbeResult>((settle) => {
      setTimeout(() => settle({ kind: 'hung' }), limitSeconds * 1000).unref();
      worker.once('message', settle);
      worker.once('error', ({ message, stack }) =>
        settle({ kind: 'failed', message, stack: stack ?? '' }),
      );
      worker.once('exit', () => settle({ kind: 'exited' }));
    });
  } finally {
    await worker.terminate();
  }
}
