import { describe, expect, it } from 'vitest';
import { compareWithDerived } from '../../src/interop/sincere/compare.js';
import { type DerivedData, readDerived } from '../../src/interop/sincere/derived.js';
import { importSincereLogs } from '../../src/interop/sincere/import-logs.js';
import {
  readBatchProfile,
  readBatchTimesBySize,
  readLoadingTimes,
} from '../../src/interop/sincere/profiling.js';
import { typicalWriteSeconds } from '../../src/interop/sincere/write-times.js';
import { inputFile, logFiles, problemsOf } from './bytes.js';
import { ids, LogText } from './log-text.js';

const KEY = 'setting,strategy,pattern,mean,sla,stamp';
const RUN = 'noncc,BestBatch,gamma,4,60,20241002_000001';
const RUN_ID = 'noncc--BestBatch_gamma_mean4_sla60_20241002_000001';
const LOG_NAME =
  'noncc--batch_processing_debug_red_cuda_BestBatch_gamma_mean4_1200_sla60_20241002_000001.log.gz';

const TABLES = {
  runs: `${KEY},received,processed,total_time,total_inference_time,switches_at_end,switches_total,batches,mean_latency,p95,sla_attain_processed,sla_attain_received,overall_tput,cond_Batch_size
${RUN},4,3,6.03,1.9,1,2,1,5.99,5.999,100.0,75.0,0.4975,1
`,
  batches: `${KEY},batch_no,model,size,lock_acquired_s,model_loaded_s,batch_done_s,inference_s,probable_trigger,after_END
${RUN},1,granite-7b,3,1.0,4.0,6.0,1.9,Batch size,0
`,
  requests: `${KEY},t_recv_s,model,batch_no,latency_s
${RUN},0.0,granite-7b,1,6.0
${RUN},0.01,granite-7b,1,5.99
${RUN},0.02,granite-7b,1,5.98
${RUN},9.5,llama3-8b,,
`,
};

function read(texts: Partial<typeof TABLES> = {}): Promise<DerivedData> {
  const { runs, batches, requests } = { ...TABLES, ...texts };
  return readDerived({
    runs: inputFile('runs', runs),
    batches: inputFile('batches', batches),
    requests: inputFile('requests', requests),
  });
}

/** The log that the tables describe; its second swap ends after the stop and serves nobody. */
function log(): LogText {
  const text = new LogText().requests(0, 'a', 3, 'granite-7b').size(1, 'granite-7b');
  text.turn(1, 'granite-7b').loaded(4, 'granite-7b', 1);
  text.processed(6, ids('a', 3), 'granite-7b', 1.9).request(9.5, 'b', 'llama3-8b');
  text.end(1200, 6.03, 1.9).size(1201, 'llama3-8b').turn(1201, 'llama3-8b');
  return text.loaded(1210, 'llama3-8b', 2);
}

async function compared(text: LogText, tables: Partial<typeof TABLES> = {}) {
  const imported = await importSincereLogs(logFiles({ [LOG_NAME]: text.toString() }));
  return compareWithDerived(imported, await read(tables));
}

describe('the derived tables', () => {
  it('give measured runs and their figures', async () => {
    const { data, runs } = await read();
    const run = data.runs[0];
    expect(run).toMatchObject({ id: RUN_ID, teeMode: 'off', durationSeconds: 1200 });
    expect(run?.requests.batches).toEqual(Int32Array.of(0, 0, 0, -1));
    // The last batch before the stop ends the total time.
    expect(run?.batches).toEqual([
      {
        model: 0,
        size: 3,
        startedAt: 1,
        loadedAt: 4,
        inferenceSeconds: 1.9,
        writtenAt: 6.03,
        trigger: 'size',
      },
    ]);
    expect(run?.unfinishedSwaps).toBe(1);
    expect(runs.get(RUN_ID)).toMatchObject({
      received: 4,
      switchesAtEnd: 1,
      metrics: { lost: 0.25, inferenceShare: 1.9 / 6.03, slaReceived: 0.75, switchesTotal: 2 },
      triggers: { 'Batch size': 1, 'Time limit': 0 },
    });
  });

  it('give a typical time of writing to batches after the stop', async () => {
    const { data } = await read({ batches: TABLES.batches.replace(/0\n$/, '1\n') });
    expect(data.runs[0]?.batches[0]?.writtenAt).toBe(6 + typicalWriteSeconds(3));
  });

  it('are refused with every problem', async () => {
    const problems = await problemsOf(
      read({
        batches: `${TABLES.batches}${RUN},3,granite,3,1,4,6,1.9,Batch size,0\n`,
        requests: TABLES.requests.replace('9.5', '-9.5').replace('granite-7b,1', 'granite-7b,9'),
      }),
    );
    expect(problems).toEqual([
      'batches:3:46 model: expected one of granite-7b, gemma-7b, llama3-8b, got "granite"',
      'requests:2:59 batch_no: expected a batch of the run, 1 to 1, got "9"',
      'requests:5:44 t_recv_s: expected seconds: a number ≥ 0, got "-9.5"',
    ]);
  });
});

describe('logs beside the derived tables', () => {
  it('say the same', async () => {
    expect(await compared(log())).toEqual({ runs: 1, requests: 4, batches: 1, differences: [] });
  });

  it('differ where they differ', async () => {
    const { differences } = await compared(log(), {
      requests: TABLES.requests.replace('5.99\n', '5.9\n'),
      batches: TABLES.batches.replace('4.0,6.0', ',6.0').replace('Batch size', 'Time limit'),
      runs: TABLES.runs.replace('0.4975', '0.51'),
    });
    expect(differences).toEqual([
      expect.objectContaining({ where: 'request at 0.01 s', field: 'latency', derived: '5.9' }),
      expect.objectContaining({ where: 'batch 1', field: 'loadedAt', log: '4', derived: 'NaN' }),
      expect.objectContaining({
        field: 'trigger',
        log: 'size',
        derived: 'timer',
        because: expect.stringContaining('the trigger that filled the slot last'),
      }),
      expect.objectContaining({ where: 'run', field: 'overallThroughput', because: 'unexplained' }),
      // The swap that the table of batches does not show is taken for one without a batch.
    ]);
  });

  it('blame a missing request on the id that it shares with another', async () => {
    const text = log().request(1210, 'b', 'llama3-8b');
    const { differences } = await compared(text);
    expect(differences[0]).toEqual({
      run: RUN_ID,
      where: 'request at 1210 s',
      field: 'is there',
      log: 'yes',
      derived: 'no',
      because: 'the log is right: two requests carry the id b, and tables by id keep one',
    });
  });

  it('say which runs only one of them has', async () => {
    const imported = await importSincereLogs(
      logFiles({ [LOG_NAME.replace('_000001', '_000002')]: log().toString() }),
    );
    const { differences } = compareWithDerived(imported, await read());
    expect(differences.map(({ run, log: here, derived }) => [run.at(-1), here, derived])).toEqual([
      ['2', 'yes', 'no'],
      ['1', 'no', 'yes'],
    ]);
  });
});

describe('the tables of profiling', () => {
  it('give load and unload times', async () => {
    const text =
      'model_name,model_size /GB,mean_loading_time /s,std_loading_time /s,mean_unloading_time /s,std_unloading_time /s\nm,10,3.5,0.4,0.02,0.001\n';
    expect(await readLoadingTimes(inputFile('loading', text))).toEqual([
      { model: 'm', load: { mean: 3.5, sd: 0.4 }, unload: { mean: 0.02, sd: 0.001 }, statedGB: 10 },
    ]);
  });

  it('give batch times, and say where a size ran out of memory', async () => {
    const text =
      'set,model,batch_size,n_rows,n_none_oom,proc_mean_s,proc_sd_s\noff_1,m,64,10,4,7,0.5\noff_1,m,128,10,10,,\n';
    expect(await readBatchProfile(inputFile('profile', text))).toEqual([
      {
        set: 'off_1',
        model: 'm',
        size: 64,
        count: 10,
        outOfMemory: 4,
        seconds: { mean: 7, sd: 0.5 },
      },
      {
        set: 'off_1',
        model: 'm',
        size: 128,
        count: 10,
        outOfMemory: 10,
        seconds: { mean: Number.NaN, sd: 0 },
      },
    ]);
  });

  it('give batch times by size', async () => {
    const text = 'setting,model,batch_size,n,mean_s,sd_s,min_s,max_s\ncc,m,8,1,1.5,,1.5,1.5\n';
    expect(await readBatchTimesBySize(inputFile('by-size', text))).toEqual([
      { set: 'cc', model: 'm', size: 8, count: 1, outOfMemory: 0, seconds: { mean: 1.5, sd: 0 } },
    ]);
  });

  it('are refused when they are others', async () => {
    const problems = await problemsOf(readLoadingTimes(inputFile('loading', 'a,b\n1,2\n')));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(
      /^loading:1:1: expected a header line with the columns model_name, /,
    );
  });
});
