import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The built command. */
export const COMMAND = new URL('../../dist/sealsim.js', import.meta.url).pathname;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the built command, or another program. */
export function start(
  args: readonly string[],
  program = process.execPath,
  cwd = process.cwd(),
): Started {
  if (!existsSync(COMMAND)) throw new Error('dist/ is missing: run `npm run build` first');
  const words = program === process.execPath ? [COMMAND, ...args] : [...args];
  const child = spawn(program, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise<Ended>((settle) => {
    child.on('close', (code, signal) => settle({ code, signal, out, err }));
  });
  return { child, ended };
}
