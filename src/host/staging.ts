import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/*
 * What is not finished yet lies under a name that tells whose it is. So what a killed process left
 * behind can be told from what another one is writing at this moment.
 */

const STAGING = /^\.sealsim-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}$/;

/** A new hidden name, short whatever the name of the finished thing. */
export function stagingName(): string {
  return `.sealsim-${machine()}-${process.pid}-${uniqueSuffix()}`;
}

/** Eight characters that no other name has. */
export function uniqueSuffix(): string {
  return randomBytes(4).toString('hex');
}

/** What lies in a folder, apart from unfinished results. */
export function finishedContents(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => !STAGING.test(name));
}

/** The unfinished results in a folder that another process is still writing. */
export function stagedByOthers(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => {
    const pid = writerOnThisMachine(name);
    return pid !== undefined && pid !== process.pid && isRunning(pid);
  });
}

/**
 * Removes the unfinished results in a folder that nobody will finish.
 * @param own the name that this process is using.
 */
export function removeAbandoned(folder: string, own: string): void {
  for (const name of readdirSync(folder)) {
    const pid = writerOnThisMachine(name);
    if (name === own || pid === undefined) continue;
    // In a container every process may have the number of this one.
    if (pid === process.pid || !isRunning(pid)) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

/** The process that a staging name belongs to; undefined for other names and other machines. */
function writerOnThisMachine(name: string): number | undefined {
  const [, host, pid] = STAGING.exec(name) ?? [];
  return host === machine() ? Number(pid) : undefined;
}

/** Process numbers mean something on their own machine only. */
function machine(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process: it is there, but not ours to signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
