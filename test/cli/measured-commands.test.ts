import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { SINCERE_FOLDER } from '../interop/data-folder.js';
import { start } from './process.js';
import { sealsim } from './run-in-process.js';
import { logName, smallLog, writeSmallLogs } from './small-measurements.js';

const at = useTemporaryFolder();

beforeAll(async () => {
  writeSmallLogs(at('data', 'logs'));
  await sealsim('import', 'sincere-logs', at('data'), '--out', at('csv'));
});

const TABLES = ['batches.csv', 'manifest.json', 'models.csv', 'requests.csv', 'runs.csv'];

describe('import sincere-logs', () => {
  it('writes the neutral tables, and says what was read and what was not', async () => {
    const { code, out, err } = await sealsim(
      ...['import', 'sincere-logs', at('data'), '--out', at('tables')],
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('requests 2560, batches 60, swaps 60');
    expect(out).toContain('not read: none');
    expect(readdirSync(at('tables')).sort()).toEqual(TABLES);
    const manifest = JSON.parse(readFileSync(at('tables', 'manifest.json'), 'utf8'));
    expect(manifest.inputs).toHaveLength(4);
  });

  it('takes the setting from the folder where the names do not tell it', async () => {
    mkdirSync(at('cc'));
    writeFileSync(at('cc', logName('cc', 4, 40).replace('cc--', '')), smallLog(9));
    const line = ['import', 'sincere-logs', at('cc'), '--out', at('from-cc'), '--json'];
    const { code, out } = await sealsim(...line);
    expect(code).toBe(0);
    expect(JSON.parse(out).runs).toMatchObject([{ requests: 640, batches: 15, unread: [] }]);
    expect(readFileSync(at('from-cc', 'runs.csv'), 'utf8')).toContain(',cc,BestBatch,gamma,4,40,');
  });

  it('names every unsound log in one line, and writes nothing', async () => {
    mkdirSync(at('broken'));
    const whole = smallLog(9);
    const write = (setting: string, sla: number, content: string | Uint8Array, gz = '') =>
      writeFileSync(at('broken', `${logName(setting, 4, sla)}${gz}`), content);
    write('cc', 10, '');
    write('cc', 20, whole.slice(0, whole.length / 2));
    write('cc', 30, gzipSync(whole).subarray(0, 2000), '.gz');
    write('cc', 40, whole, '.gz');
    write('cc', 50, whole);
    writeFileSync(at('broken', 'other.log'), whole);
    const line = ['import', 'sincere-logs', at('broken'), '--out', at('never')];
    const { code, out, err } = await sealsim(...line);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const place = (sla: number, gz = '') => `${at('broken', logName('cc', 4, sla))}${gz}`;
    expect(err.trimEnd().split('\n')).toEqual([
      `${place(10)}:1:1: expected the log of an experiment, got no request in it`,
      expect.stringMatching(
        /_sla20_.*:\d{3}:1: expected a whole last line, got a log that was cut/,
      ),
      `${place(30, '.gz')}:1:1: expected gzip data, got corrupt data (unexpected end of file)`,
      `${place(40, '.gz')}:1:1: expected gzip data, got corrupt data (incorrect header check)`,
      expect.stringMatching(/other\.log:1:1: expected a name like .*, got other\.log$/),
    ]);
    expect(existsSync(at('never'))).toBe(false);
  });

  it.each([
    [
      'no/such',
      'no/such:1:1: expected a folder with experiment logs (*.log or *.log.gz), got no such folder',
    ],
    [
      'csv/runs.csv',
      'csv/runs.csv:1:1: expected a folder with experiment logs (*.log or *.log.gz), got a file',
    ],
    ['csv', 'csv:1:1: expected a folder with experiment logs (*.log or *.log.gz), got none in it'],
  ])('refuses %s', async (folder, message) => {
    const line = ['import', 'sincere-logs', at(folder), '--out', at('never')];
    const { code, err } = await sealsim(...line);
    expect({ code, err }).toEqual({ code: 2, err: `${at()}/${message}\n` });
  });

  it('needs a folder to write to, other than that of the logs', async () => {
    const { code, err } = await sealsim('import', 'sincere-logs', at('data'));
    expect(code).toBe(2);
    expect(err).toBe('--out: expected a folder for the tables, got nothing\n');
    const same = await sealsim(
      'import',
      'sincere-logs',
      at('data'),
      '--out',
      at('data'),
      '--force',
    );
    expect(same.err).toContain('--out: expected another folder than that of the logs');
  });

  it('names the derived tables that are missing', async () => {
    const line = [
      'import',
      'sincere-logs',
      at('data'),
      '--out',
      at('never'),
      '--against',
      at('csv'),
    ];
    const { code, err } = await sealsim(...line);
    expect(code).toBe(2);
    expect(err.trimEnd().split('\n')).toEqual(
      ['runs', 'batches', 'requests'].map(
        (table) =>
          `${at('csv')}:1:1: expected the table ${table}-train.csv or ${table}-train.csv.gz, got none in the folder`,
      ),
    );
  });
});

describe('calibrate batch-server', () => {
  it('prints the fit and writes nothing unless told to', async () => {
    const before = readdirSync(at());
    const { code, out, err } = await sealsim('calibrate', 'batch-server', '--from', at('csv'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Fitted on 4 runs.');
    expect(out).toContain('Weakly identified');
    expect(out).toContain('Forms on runs left out');
    expect(readdirSync(at())).toEqual(before);
  });

  it('writes a valid profile that names what it was fitted on', async () => {
    const line = [
      'calibrate',
      'batch-server',
      '--from',
      at('data'),
      '--out',
      at('p.yaml'),
      '--json',
    ];
    const { code, out } = await sealsim(...line);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ runs: 4, race: null });
    const { name, sources, models } = parse(readFileSync(at('p.yaml'), 'utf8'));
    expect(name).toBe('h100-sincere-fitted');
    expect(sources.fitted).toMatch(
      /on 4 measured runs, 4 without a busy loop, 60 batches \(data, logs\)/,
    );
    expect(models['granite-7b'].cc.swap['in-experiment'].source).toBe('fitted');
    expect((await sealsim('validate', at('p.yaml'))).code).toBe(0);
    const again = await sealsim(...line);
    expect(again.err).toContain('--out: expected a new file');
  });

  it('reports all that is wrong at once', async () => {
    mkdirSync(at('bad-csv'));
    for (const table of ['batches', 'requests']) {
      writeFileSync(at('bad-csv', `${table}.csv`), readFileSync(at('csv', `${table}.csv`)));
    }
    const runs = readFileSync(at('csv', 'runs.csv'), 'utf8').replace(',cc,', ',both,');
    writeFileSync(at('bad-csv', 'runs.csv'), runs);
    const line = ['calibrate', 'batch-server', '--from', at('bad-csv'), '--base', 'h100-sincer'];
    const { code, out, err } = await sealsim(...line);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('did you mean "h100-sincere"?');
    expect(err).toMatch(/bad-csv\/runs\.csv:2:\d+ tee_mode: expected .*, got "both"/);
    const nothing = await sealsim('calibrate', 'batch-server');
    expect(nothing).toMatchObject({
      code: 2,
      err: '--from: expected a folder of measured runs, got nothing\n',
    });
  });

  it('names the tables that are missing', async () => {
    mkdirSync(at('half'));
    writeFileSync(at('half', 'runs.csv'), readFileSync(at('csv', 'runs.csv')));
    const { code, err } = await sealsim('calibrate', 'batch-server', '--from', at('half'));
    expect(code).toBe(2);
    expect(err.trimEnd().split('\n')).toEqual([
      `${at('half')}:1:1: expected the table batches.csv or batches.csv.gz, got none in the folder`,
      `${at('half')}:1:1: expected the table requests.csv or requests.csv.gz, got none in the folder`,
    ]);
  });
});

describe('--out and the measurements', () => {
  const quick = ['replay', 'sincere', '--seeds', '2', '--data'];

  /** What an outcome says, and that the tables are as they were. */
  async function refused(...line: string[]): Promise<string> {
    const tables = () => TABLES.map((name) => readFileSync(at('csv', name), 'utf8'));
    const before = tables();
    const { code, out, err } = await sealsim(...line, '--force');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(tables()).toEqual(before);
    return err;
  }

  it('are told to be one folder through a link', async () => {
    symlinkSync(at('csv'), at('link'));
    symlinkSync(at('data'), at('log-link'));
    expect(await refused(...quick, at('csv'), '--out', at('link'))).toBe(
      `--out: expected another folder than that of the data, got ${at('link')}\n`,
    );
    for (const out of [at('log-link'), at('data', 'logs'), at('log-link', 'logs')]) {
      expect(await refused('import', 'sincere-logs', at('data'), '--out', out)).toBe(
        `--out: expected another folder than that of the logs, got ${out}\n`,
      );
    }
  });

  it('are told to be one where tables are links to those in the folder for results', async () => {
    mkdirSync(at('linked'));
    for (const name of TABLES) symlinkSync(at('csv', name), at('linked', name));
    expect(await refused(...quick, at('linked'), '--out', at('csv'))).toContain(
      '--out: expected another folder than that of the data',
    );
  });

  it('are not confused where results go beside the data, or replace earlier ones', async () => {
    const line = ['import', 'sincere-logs', at('data'), '--out', at('data', 'tables')];
    expect((await sealsim(...line)).code).toBe(0);
    expect((await sealsim(...line, '--force')).code).toBe(0);
  });

  it('stay as they are when another command is told to replace them', async () => {
    mkdirSync(at('foreign'));
    for (const name of ['runs.csv', 'requests.csv']) {
      writeFileSync(at('foreign', name), 'measured by others');
    }
    const problem =
      '--out: expected a folder without files of others where results go, ' +
      `got ${at('foreign')}, where no manifest.json lists requests.csv, runs.csv\n`;
    const scenario = 'scenarios/quick-start.yaml';
    expect(await refused('run', scenario, '--out', at('foreign'))).toBe(problem);
    expect(await refused(...quick, at('csv'), '--out', at('foreign'))).toBe(problem);
    for (const manifest of ['{', '{"tool":"other","files":[{"name":"runs.csv"}]}']) {
      writeFileSync(at('foreign', 'manifest.json'), manifest);
      expect(await refused('run', scenario, '--out', at('foreign'))).toContain('runs.csv');
    }
    expect(readFileSync(at('foreign', 'runs.csv'), 'utf8')).toBe('measured by others');
  });

  it('are no place for a fitted profile, nor is the base profile', async () => {
    const fit = ['calibrate', 'batch-server', '--from', at('csv'), '--out'];
    for (const out of [at('csv', 'runs.csv'), at('csv', 'new.yaml'), at('csv', '..', 'csv', 'p')]) {
      expect(await refused(...fit, out)).toBe(
        `--out: expected a file in another folder than that of the data, got ${out}\n`,
      );
    }
    const base = at('base.yaml');
    writeFileSync(base, readFileSync('profiles/h100-sincere.yaml'));
    expect(await refused(...fit, base, '--base', base)).toBe(
      `--out: expected a file that is not read, got ${base}, which is an input\n`,
    );
    expect(readFileSync(base)).toEqual(readFileSync('profiles/h100-sincere.yaml'));
    const builtIn = 'profiles/h100-sincere.yaml';
    expect(await refused(...fit, builtIn)).toContain(`got ${builtIn}, which is an input`);
  });
});

describe('replay sincere', () => {
  const quick = ['replay', 'sincere', '--seeds', '3'];

  it('prints the accuracy cross-validated and with the profile as it is, and what else was asked for', async () => {
    const more = ['--teacher-forced', '--ablate', 'no-race,no-writing'];
    const { code, out, err } = await sealsim(...quick, '--data', at('data'), ...more);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const heading of ['CROSS-VALIDATED', 'TEACHER-FORCED', 'ABLATIONS']) {
      expect(out).toContain(`\n${heading}: `);
    }
    expect(out).toContain('\nWITH PROFILE h100-sincere AS IT IS\n');
    expect(out).toContain('2 cells of (mean, SLA)');
    expect(out).toContain('off / cc, 2 pairs');
  });

  it('writes figures of every run and a drawing, from logs and from tables', async () => {
    const files = ['accuracy.csv', 'replay.svg', 'runs.csv', 'summary.json'];
    for (const data of ['data', 'csv']) {
      const line = [...quick, '--data', at(data), '--out', at(`replay-${data}`), '--json'];
      const { code, out } = await sealsim(...line);
      expect(code).toBe(0);
      expect(out).toBe(readFileSync(at(`replay-${data}`, 'summary.json'), 'utf8'));
      expect(readdirSync(at(`replay-${data}`)).sort()).toEqual([...files, 'manifest.json'].sort());
    }
    const rows = readFileSync(at('replay-data', 'runs.csv'), 'utf8').trimEnd().split('\n');
    expect(rows).toHaveLength(1 + 4 * 9);
    expect(readFileSync(at('replay-data', 'replay.svg'), 'utf8')).toMatch(/^<svg[\s\S]*<\/svg>\n$/);
  });

  it('does not cross-validate when all runs are in one cell', async () => {
    mkdirSync(at('one-cell'));
    writeFileSync(at('one-cell', logName('cc', 4, 40)), smallLog(9));
    const { code, out } = await sealsim(...quick, '--data', at('one-cell'));
    expect(code).toBe(0);
    expect(out).toContain('WITH PROFILE h100-sincere AS IT IS. All runs are in one cell');
    expect(out).not.toContain('CROSS-VALIDATED');
  });

  it('reports every wrong option and the data at once, and writes nothing', async () => {
    const before = readdirSync(at(), { recursive: true });
    const { code, out, err } = await sealsim(
      ...['replay', 'sincere', '--seeds', '1', '--swap-times', 'dsk', '--profile', 'no.yaml'],
      ...['--ablate', 'no-rce', '--data', at('none'), '--out', at('never')],
    );
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trimEnd().split('\n')).toEqual([
      '--seeds: expected a whole number from 2 to 1000, got "1"',
      '--swap-times: expected one of history, disk, in-experiment, profiled, got "dsk" (did you mean "disk"?)',
      expect.stringMatching(
        /^--ablate: expected all, or some of .*, got "no-rce" \(did you mean "no-race"\?\)$/,
      ),
      '--profile: expected a profile (h100-sincere), or the path of one, got "no.yaml"',
      `${at('none')}:1:1: expected a folder with experiment logs (*.log or *.log.gz), or tables of measured runs (docs/importing.md), got no such folder`,
    ]);
    expect(readdirSync(at(), { recursive: true })).toEqual(before);
  });

  it('refuses runs of a strategy that it does not have, and results in the place of the data', async () => {
    mkdirSync(at('unknown'));
    writeFileSync(at('unknown', logName('cc', 4, 40, 'BestGuess')), smallLog(9));
    const unknown = await sealsim(...quick, '--data', at('unknown'));
    expect(unknown.code).toBe(2);
    expect(unknown.err).toMatch(
      /^--data: expected runs of known strategies .*, got "BestGuess" in run cc--/,
    );
    const same = await sealsim(...quick, '--data', at('csv'), '--out', at('csv'), '--force');
    expect(same.code).toBe(2);
    expect(same.err).toContain('--out: expected another folder than that of the data');
    expect(readdirSync(at('csv')).sort()).toEqual(TABLES);
  });

  it('ends with 130 and writes nothing when Ctrl-C is pressed', async () => {
    const long = ['--seeds', '1000', '--ablate', 'all', '--data', at('data'), '--out', at('cut')];
    const { child, ended } = start(['replay', 'sincere', ...long]);
    await setTimeout(1200);
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    expect({ code, out, err }).toEqual({
      code: 130,
      out: '',
      err: 'Interrupted: nothing was written.\n',
    });
    expect(existsSync(at('cut'))).toBe(false);
  });
});

describe.skipIf(SINCERE_FOLDER === undefined)(
  'the 72 runs of SINCERE (skipped without shared/data or SEALSIM_DATA)',
  () => {
    it('are imported whole, and differ from the derived tables in one request and in triggers', async () => {
      const folder = SINCERE_FOLDER ?? '';
      const line = ['import', 'sincere-logs', folder, '--out', at('sincere'), '--against', folder];
      const { code, out } = await sealsim(...line, '--json');
      expect(code).toBe(0);
      const { runs, against } = JSON.parse(out);
      expect(runs).toHaveLength(72);
      const fields = new Set(against.differences.map(({ field }: { field: string }) => field));
      expect(fields).toEqual(new Set(['trigger', 'is there']));
    });
  },
);
