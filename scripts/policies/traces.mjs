import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

/** Runs whose requests came at the same times, to this many seconds, were sent the same ones. */
const JITTER_SECONDS = 20;

/**
 * The distinct arrival paths among SINCERE's recorded runs, as trace files in `folder`. Most runs
 * of one pattern and mean rate were sent the same requests, give or take milliseconds, which
 * can change the length of a burst: only runs that agree from end to end are taken for one.
 * @returns by pattern and mean rate (`gamma 4`), the paths of the files.
 */
export async function distinctTraces(dataFolder, folder) {
  const runs = await readRuns(join(dataFolder, 'sincere', 'requests-train.csv.gz'));
  const kept = {};
  const paths = {};
  for (const [name, { group, rows }] of runs) {
    rows.sort((one, other) => one.time - other.time);
    kept[group] ??= [];
    paths[group] ??= [];
    if (kept[group].some((other) => samePath(rows, other))) continue;
    kept[group].push(rows);
    const file = join(folder, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.csv`);
    const lines = rows.map(({ time, model }) => `${time},${model}`);
    writeFileSync(file, ['t_s,model', ...lines, ''].join('\n'));
    paths[group].push(file);
  }
  return paths;
}

function samePath(rows, other) {
  const count = Math.min(rows.length, other.length);
  if (Math.max(rows.length, other.length) - count > 0.01 * count) return false;
  for (let at = 0; at < count; at += 50) {
    if (Math.abs(rows[at].time - other[at].time) > JITTER_SECONDS) return false;
  }
  return true;
}

async function readRuns(file) {
  const runs = new Map();
  let columns;
  for await (const line of createInterface({
    input: createReadStream(file).pipe(createGunzip()),
  })) {
    const fields = line.split(',');
    if (columns === undefined) {
      columns = Object.fromEntries(fields.map((name, at) => [name, at]));
      continue;
    }
    const of = (name) => fields[columns[name]];
    const group = `${of('pattern')} ${of('mean')}`;
    const name = [of('setting'), of('strategy'), group, of('sla'), of('stamp')].join(' ');
    if (!runs.has(name)) runs.set(name, { group, rows: [] });
    runs.get(name).rows.push({ time: Number(of('t_recv_s')), model: of('model') });
  }
  return runs;
}
