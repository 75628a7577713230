import { arch, cpus, platform } from 'node:os';

/** The moment, as ISO 8601 in UTC. */
export function timestamp(): string {
  return new Date().toISOString();
}

/** Seconds since some fixed moment; never goes back. */
export function monotonicSeconds(): number {
  return performance.now() / 1000;
}

/** Processor time that this process has taken so far, s. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Where a run took place, for its manifest. No name that would identify the machine. */
export function hostDescription(): string {
  return `${platform()} ${arch()}, ${cpus()[0]?.model ?? 'unknown processor'}`;
}
