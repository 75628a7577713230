import { execFileSync } from 'node:child_process';

/** Makes a named pipe: node has no function that does. */
export function makePipe(path: string): void {
  execFileSync('mkfifo', [path]);
}
