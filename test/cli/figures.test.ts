import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SweepResults } from '../../src/experiment/results/types.js';
import { SweepFolder } from '../../src/host/sweep-folder.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { simulatedResults } from '../support/sweep-results.js';
import { sealsim } from './run-in-process.js';

const at = useTemporaryFolder();
let folder = '';

/** A folder with the results of three of four cells; the first alone has a timeline. */
async function writeResults(path: string, results: SweepResults): Promise<void> {
  const { description } = results;
  const cells = description.cells.slice(0, 3).map((cell, index) => ({
    ...cell,
    keeps: { latencyHistogram: false, timeline: index === 0, requests: false },
  }));
  const options = { resume: false, force: false, shard: null };
  const sweep = await SweepFolder.open(path, { ...description, cells }, options);
  for (const [cell] of cells.entries()) {
    const columns = description.metrics.map((metric) => results.values(cell, metric.path));
    const values = (columns[0] ?? []).map((_, at) => columns.map((row) => row[at] as number));
    sweep.append({
      record: { cell, from: 0, values, latency: null },
      timelineCsv: cell === 0 ? await results.timelineCsv(cell) : null,
      requestsCsv: null,
    });
  }
  await sweep.sync();
  sweep.close();
}

beforeAll(async () => {
  const results = await simulatedResults({
    scenario: 'scenarios/sincere.yaml',
    sets: ['durationSeconds=60'],
    axes: { 'tee.mode': ['off', 'cc'], 'arrivals.rate': ['4', '8'] },
    replications: 2,
    keep: true,
  });
  folder = at('sweep');
  await writeResults(folder, results);
});

const SMALL = ['--format', 'svg'] as const;

describe('sealsim figures', () => {
  it('draws what is named, with its specification and caption', async () => {
    const out = at('named');
    const {
      code,
      out: text,
      err,
    } = await sealsim(...['figures', folder, 'loading-times', '--columns', '1', '--out', out]);
    expect({ code, err }).toEqual({
      code: 0,
      err: 'The sweep is not complete: figures show what is there.\n',
    });
    expect(text).toBe(
      `Drew into ${out}:\n  loading-times: loading-times.svg, loading-times.png, loading-times.pdf, loading-times.vl.json, loading-times.caption.txt\n`,
    );
    expect(readdirSync(out).sort()).toEqual([
      'loading-times.caption.txt',
      'loading-times.pdf',
      'loading-times.png',
      'loading-times.svg',
      'loading-times.vl.json',
    ]);
    const spec = JSON.parse(readFileSync(join(out, 'loading-times.vl.json'), 'utf8'));
    const caption = readFileSync(join(out, 'loading-times.caption.txt'), 'utf8');
    expect(`${spec.description}\n`).toBe(caption);
  });

  it('draws everything whose data is there, and says what is left out and why', async () => {
    const { code, out } = await sealsim(
      ...['figures', folder, '--from', '10', '--to', '50', ...SMALL, '--json'],
    );
    expect(code).toBe(0);
    const result = JSON.parse(out);
    const names = result.figures.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['input-patterns', 'gpu-timeline']);
    expect(result).toMatchObject({ folder: join(folder, 'figures'), columns: 2 });
    expect(result.figures[1]).toMatchObject({
      warnings: [],
      files: ['gpu-timeline.svg', 'gpu-timeline.vl.json', 'gpu-timeline.caption.txt'],
    });
    expect(result.leftOut).toContainEqual({
      name: 'loading-times',
      reason: expect.stringContaining('--from: expected an option that loading-times reads'),
    });
  });

  it('refuses a figure whose data was not kept, with the line to add', async () => {
    const { code, err } = await sealsim(
      ...['figures', folder, 'gpu-timeline', '--where', 'tee.mode=cc', '--out', at('none')],
    );
    expect(code).toBe(2);
    expect(err).toContain('keep: { timeline: true }');
    expect(existsSync(at('none'))).toBe(false);
  });

  it('reports all that is wrong with a command line at once', async () => {
    const { code, err } = await sealsim(
      ...['figures', folder, 'loadingtimes', 'input-patterns', '--where', 'tee.mod=cc'],
      ...['--where', 'arrivals.rate=4.0,5', '--metric', 'latency', '--from', '-1'],
      ...['--format', 'gif', '--columns', '3'],
    );
    expect(code).toBe(2);
    const lines = err.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^NAME: .*"loadingtimes" \(did you mean "loading-times"\?\)$/),
        '--columns: expected 1 or 2, got 3',
        expect.stringMatching(/^--format: expected some of svg, png, pdf, got "gif"/),
        '--where: expected a column of the sweep, got tee.mod (did you mean "tee.mode"?)',
        '--where: expected a value of arrivals.rate, got "5" (there are 4, 8)',
        expect.stringMatching(/^--metric: expected the path of a metric of the sweep, got latency/),
        '--from: expected a time in seconds, 0 or more, got "-1"',
        '--metric: expected an option that input-patterns reads (--where, --from, --to), got --metric',
      ]),
    );
  });

  it('says how to record a metric that the sweep has not', async () => {
    const metric = 'perModel.gemma-7b.latencySeconds.p95';
    const { code, err } = await sealsim('figures', folder, 'latency', '--metric', metric);
    expect(code).toBe(2);
    expect(err).toContain(`got ${metric} (add "${metric}" to "metrics:" in the sweep file)`);
  });

  it.each([
    [['tee.mode=off', 'tee.mode=cc'], 'each column once, got tee.mode twice'],
    [['tee.mode=cc', 'arrivals.rate=8'], 'values that a cell has together, got those of none'],
    [['tee.mode'], 'column=value,value,…, got "tee.mode"'],
    [['tee.mode=on'], 'a value of tee.mode, got "on" (there are off, cc)'],
  ])('refuses --where %j', async (where, message) => {
    const options = where.flatMap((text) => ['--where', text]);
    const { code, err } = await sealsim(
      ...['figures', folder, 'batch-profile', ...options, '--out', at('none')],
    );
    expect({ code, err }).toEqual({ code: 2, err: `--where: expected ${message}\n` });
  });

  it('replaces figures when it is told to, and leaves others alone', async () => {
    const out = at('again');
    mkdirSync(out);
    writeFileSync(join(out, 'notes.txt'), 'mine');
    const draw = (...more: readonly string[]) =>
      sealsim('figures', folder, 'loading-times', ...SMALL, '--out', out, ...more);
    const refused = await draw();
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('--force');
    expect((await draw('--force')).code).toBe(0);
    expect((await draw('--force')).code).toBe(0);
    expect(readFileSync(join(out, 'notes.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(out, 'loading-times.svg'))).toBe(true);
  });

  it('lists the figures and what each reads', async () => {
    const { code, out } = await sealsim('figures', '--list');
    expect(code).toBe(0);
    expect(out).toMatch(/^gpu-timeline +what the GPU does/m);
    expect(out).toMatch(/^ +--where --from --to$/m);
    const { figures } = JSON.parse((await sealsim('figures', '--list', '--json')).out);
    expect(figures[0]).toMatchObject({ name: 'input-patterns', options: expect.any(Array) });
    const refused = await sealsim('figures', folder, '--list', '--where', 'a=b');
    expect(refused).toMatchObject({
      code: 2,
      err: `--list: expected nothing beside it but --json, got ${folder}\n--list: expected nothing beside it but --json, got --where\n`,
    });
  });

  it('needs a folder of results', async () => {
    expect(await sealsim('figures')).toMatchObject({
      code: 2,
      err: 'SWEEP_DIR: expected a folder of sweep results, got nothing\n',
    });
    const { code, err } = await sealsim('figures', at('nowhere'));
    expect(code).toBe(2);
    expect(err).toContain('expected a folder of sweep results, got no such folder');
  });
});
