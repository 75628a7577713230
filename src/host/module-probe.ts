import { Worker } from 'node:worker_threads';

/** What came of importing a module somewhere it can do no harm. */
export type ProbeResult =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string }
  | { readonly kind: 'exited' }
  | { readonly kind: 'hung' };

/** Runs in the worker. Errors are taken apart there: not everything that is thrown can be sent. */
const PROBE = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData).then(
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
 */
export async function probeModule(url: string, limitSeconds: number): Promise<ProbeResult> {
  const worker = new Worker(PROBE, { eval: true, workerData: url, stdout: true, stderr: true });
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
