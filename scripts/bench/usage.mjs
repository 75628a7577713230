/** Preloaded into a measured process: writes its CPU time and peak memory to descriptor 3 as it exits. */
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Threads preload it too.
if (isMainThread) process.on('exit', report);

function report() {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(
    3,
    JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, mib: maxRSS / 1024 }),
  );
}
