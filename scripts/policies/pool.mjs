import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Measures the tasks on all cores. @returns their rows, in order. */
export function measureAll(tasks) {
  const results = new Array(tasks.length);
  let given = 0;
  const threads = Math.min(availableParallelism(), tasks.length);
  const work = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('worker.mjs', import.meta.url));
      const next = () => {
        if (given === tasks.length) resolve(worker.terminate());
        else worker.postMessage({ at: given, task: tasks[given++] });
      };
      worker.on('message', ({ at, rows }) => {
        results[at] = rows;
        next();
      });
      worker.on('error', reject);
      next();
    });
  return Promise.all(Array.from({ length: threads }, work)).then(() => results);
}
