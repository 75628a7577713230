import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { earlierResults, readManifest } from '../../src/host/earlier-results.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();

function folderWith(name: string, manifest: unknown): string {
  mkdirSync(at(name));
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  writeFileSync(at(name, 'manifest.json'), text);
  return at(name);
}

describe('earlierResults', () => {
  it('are what a manifest of ours lists, and the manifest', () => {
    const files = ['summary.json', 'timeline/cell-0000.csv'].map((name) => ({ name }));
    expect(earlierResults(folderWith('ours', { tool: 'sealsim', files }))).toEqual(
      new Set(['summary.json', 'timeline/cell-0000.csv', 'manifest.json']),
    );
  });

  it('are none where no manifest of ours is', () => {
    mkdirSync(at('empty'));
    const folders = [
      at('missing'),
      at('empty'),
      folderWith('broken', '{"tool":'),
      folderWith('theirs', { tool: 'other', files: [] }),
    ];
    for (const folder of folders) {
      expect(readManifest(folder)).toBeUndefined();
      expect(earlierResults(folder)).toEqual(new Set());
    }
  });

  it('never lie elsewhere, and are no folders', () => {
    const names = ['../a', '/etc/passwd', 'a/../../b', '.ssh', 'a/b/c', 'below', 'good.csv'];
    const files = names.map((name) => ({ name }));
    const folder = folderWith('forged', { tool: 'sealsim', files });
    mkdirSync(at('forged', 'below'));
    expect(earlierResults(folder)).toEqual(new Set(['good.csv', 'manifest.json']));
  });
});
