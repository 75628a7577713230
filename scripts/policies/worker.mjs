import { parentPort } from 'node:worker_threads';
import { measure } from './measure.mjs';

parentPort.on('message', async ({ at, task }) => {
  parentPort.postMessage({ at, rows: await measure(task) });
});
