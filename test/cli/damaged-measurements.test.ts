import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMeasured } from '../../src/cli/measured/read.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';
import { logName, smallLog, writeSmallLogs } from './small-measurements.js';

const at = useTemporaryFolder();

beforeAll(async () => {
  writeSmallLogs(at('data', 'logs'));
  await sealsim('import', 'sincere-logs', at('data'), '--out', at('csv'));
});

describe('whoever reads measurements', () => {
  it('refuses logs that do not add up, as import and replay do', async () => {
    mkdirSync(at('gap'));
    const lines = smallLog(9).split('\n');
    const third = Math.floor(lines.length / 3);
    const damaged = [...lines.slice(0, third), ...lines.slice(2 * third)].join('\n');
    writeFileSync(at('gap', logName('cc', 4, 40)), damaged);
    for (const line of [
      ['import', 'sincere-logs', at('gap'), '--out', at('never')],
      ['calibrate', 'batch-server', '--from', at('gap')],
      ['replay', 'sincere', '--data', at('gap')],
    ]) {
      const { code, out, err } = await sealsim(...line);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/^\S+\.log:\d+:1: expected \d switches above, .*, got \d\n$/);
    }
  });

  it('gets told what could not be read', async () => {
    mkdirSync(at('odd'));
    writeFileSync(at('odd', logName('cc', 4, 40)), `${smallLog(9)}lost text\n`);
    const { notRead } = await readMeasured(at('odd'), () => undefined);
    expect(notRead).toEqual([
      'not read: no time stamp 1',
      expect.stringMatching(/\.log:\d+: no time stamp \(1×\): "lost text"$/),
    ]);
  });

  it('refuses data that are there twice, and folders named like data', async () => {
    mkdirSync(at('twice'));
    writeFileSync(at('twice', logName('cc', 4, 40)), smallLog(9));
    writeFileSync(at('twice', `${logName('cc', 4, 40)}.gz`), gzipSync(smallLog(9)));
    const logs = await sealsim('calibrate', 'batch-server', '--from', at('twice'));
    expect(logs.code).toBe(2);
    expect(logs.err).toMatch(
      /^\S+\.log\.gz:1:1: expected each run once, got the run of .* again\n$/,
    );

    mkdirSync(at('folders', logName('cc', 4, 40)), { recursive: true });
    mkdirSync(at('folders', 'models.csv'));
    const folders = await sealsim('calibrate', 'batch-server', '--from', at('folders'));
    expect(folders.err.trimEnd().split('\n')).toEqual([
      `${at('folders', logName('cc', 4, 40))}:1:1: expected a file, got a folder`,
      `${at('folders', 'models.csv')}:1:1: expected a file, got a folder`,
    ]);

    mkdirSync(at('both'));
    for (const table of ['runs', 'batches', 'requests', 'models']) {
      writeFileSync(at('both', `${table}.csv`), readFileSync(at('csv', `${table}.csv`)));
    }
    writeFileSync(at('both', 'requests.csv.gz'), 'corrupt');
    writeFileSync(at('both', 'models.csv.gz'), 'corrupt');
    const tables = await sealsim('calibrate', 'batch-server', '--from', at('both'));
    expect(tables.err.trimEnd().split('\n')).toEqual([
      `${at('both')}:1:1: expected the table requests.csv or requests.csv.gz, got both`,
      `${at('both')}:1:1: expected the table models.csv or models.csv.gz, got both`,
    ]);
  });
});
