import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';
import { TraceStore } from '../../src/scenario/trace-store.js';
import { memoryFiles, memoryStrategies } from './memory-files.js';
import { PROFILE, scenarioText } from './small-world.js';

describe('scenarios that share a trace store', () => {
  it('read a trace once', async () => {
    const memory = memoryFiles({
      's.yaml': scenarioText({ arrivals: '{ process: trace, file: t.csv }' }),
      't.csv': 't_s,model\n1,alpha\n2,beta\n',
      'profiles/small.yaml': PROFILE,
    });
    let reads = 0;
    const files = {
      ...memory,
      readBytes: (path: string) => {
        reads++;
        return memory.readBytes(path);
      },
    };
    const traces = new TraceStore();
    const arrivals = [];
    for (const seconds of [1, 2]) {
      const request = { file: 's.yaml', sets: [`sla.seconds=${seconds}`] };
      const { workload } = await loadScenario(request, files, memoryStrategies(), traces);
      arrivals.push(workload.arrivals);
    }
    expect(reads).toBe(1);
    expect(arrivals[1]).toEqual(arrivals[0]);
  });
});
