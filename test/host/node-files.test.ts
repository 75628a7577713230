import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../../src/host/node-files.js';
import { makePipe } from './make-pipe.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();
const files = nodeFiles();

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

describe('readText', () => {
  it('decodes UTF-8 and drops a byte order mark', async () => {
    writeFileSync(at('text'), '\uFEFFσ = 1');
    expect(await files.readText(at('text'))).toBe('σ = 1');
  });

  it('refuses bytes that are not UTF-8', async () => {
    writeFileSync(at('latin1'), Buffer.from([0x61, 0xe9, 0x62]));
    await expect(files.readText(at('latin1'))).rejects.toThrow(
      'latin1:1:1: expected UTF-8 text, got bytes that are not UTF-8',
    );
  });

  it('refuses a file far longer than anyone writes by hand', async () => {
    writeFileSync(at('long'), Buffer.alloc(17 * 1024 * 1024, 'a'));
    await expect(files.readText(at('long'))).rejects.toThrow('at most 16777216 bytes');
  });

  it('says in words why a file cannot be read', async () => {
    await expect(files.readText(at('nothing'))).rejects.toThrow('got no such file');
    await expect(files.readText('a\0b')).rejects.toThrow('got a path that no file can have');
    mkdirSync(at('folder'));
    await expect(files.readText(at('folder'))).rejects.toThrow('got a folder');
  });
});

describe('a pipe', () => {
  it('is read when something writes into it', async () => {
    makePipe(at('pipe'));
    const [text] = await Promise.all([files.readText(at('pipe')), writeFile(at('pipe'), 'a: 1')]);
    expect(text).toBe('a: 1');
  });

  it('is refused when nothing does', async () => {
    makePipe(at('dry'));
    await expect(nodeFiles(0.1).readText(at('dry'))).rejects.toThrow(
      'dry:1:1: expected a readable file, got a pipe that nothing writes into for 0.1 s',
    );
  });
});

describe('readBytes', () => {
  it('decompresses a file whose name ends in .gz', async () => {
    const text = 't_s,model\n'.repeat(50_000);
    writeFileSync(at('trace.csv.gz'), gzipSync(text));
    expect(await collect(files.readBytes(at('trace.csv.gz')))).toBe(text);
  });

  it('reports data that is no gzip, cut off or damaged', async () => {
    const whole = gzipSync('1,2,3\n'.repeat(1000));
    const damaged = Buffer.from(whole);
    damaged[damaged.length - 6] = (damaged.at(-6) ?? 0) ^ 0xff;
    const broken = { plain: Buffer.from('t_s\n1\n'), cut: whole.subarray(0, 40), damaged };
    for (const [name, bytes] of Object.entries(broken)) {
      writeFileSync(at(`${name}.gz`), bytes);
      await expect(collect(files.readBytes(at(`${name}.gz`)))).rejects.toThrow(
        /gz:1:1: expected gzip data, got corrupt data/,
      );
    }
  });

  it('does not wait forever for a .gz file that is not there', async () => {
    await expect(collect(files.readBytes(at('none.gz')))).rejects.toThrow('got no such file');
  });
});

describe('paths', () => {
  it('tells files, folders and nothing apart', async () => {
    mkdirSync(at('a folder'));
    writeFileSync(at('a file'), '');
    expect(await files.exists(at('a folder'))).toBe('folder');
    expect(await files.exists(at('a file'))).toBe('file');
    expect(await files.exists(at('a file', 'below'))).toBe('missing');
    expect(await files.exists('a\0b')).toBe('missing');
  });

  it('resolves a path from the folder of the file that names it, as that was given', () => {
    expect(files.resolve('/s/scenario.yaml', 'traces/a.csv')).toBe('/s/traces/a.csv');
    expect(files.resolve('/s/scenario.yaml', '../p.yaml')).toBe('/p.yaml');
    expect(files.resolve('/s/scenario.yaml', '/q.yaml')).toBe('/q.yaml');
    expect(files.resolve('s/scenario.yaml', '../p.yaml')).toBe('p.yaml');
  });

  it('finds the built-in profiles, and nothing outside their folder', async () => {
    expect(files.builtInProfiles()).toContain('h100-sincere');
    expect(await files.exists(files.builtInProfile('h100-sincere') ?? '')).toBe('file');
    expect(files.builtInProfile('../package')).toBeUndefined();
    expect(files.builtInProfile('')).toBeUndefined();
  });
});

describe('hashes', () => {
  it('are SHA-256, of a text at once or of bytes piece by piece', () => {
    const expected = createHash('sha256').update('ab', 'utf8').digest('hex');
    const pieces = files.createSha256();
    pieces.update(Buffer.from('a'));
    pieces.update(Buffer.from('b'));
    expect(files.sha256('ab')).toBe(expected);
    expect(pieces.hex()).toBe(expected);
  });
});
