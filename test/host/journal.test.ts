import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AppendFile, Journal } from '../../src/host/journal.js';

/** A disk of which a test says how long it takes and when it is full. */
class FakeFile implements AppendFile {
  written = '';
  /** What the disk has. */
  safe = '';
  syncs = 0;
  closed = false;
  syncSeconds = 0;
  spaceBytes = Number.POSITIVE_INFINITY;
  syncError: Error | null = null;

  write(bytes: Uint8Array): void {
    const fits = Math.min(bytes.length, this.spaceBytes - this.written.length);
    this.written += Buffer.from(bytes).toString('utf8', 0, fits);
    if (fits < bytes.length) throw Object.assign(new Error('write'), { code: 'ENOSPC' });
  }

  sync(): Promise<void> {
    this.syncs++;
    const upTo = this.written;
    return new Promise((settle, fail) => {
      setTimeout(() => {
        if (this.closed) fail(new Error('closed while the disk was waited for'));
        if (this.syncError !== null) fail(this.syncError);
        this.safe = upTo;
        settle();
      }, this.syncSeconds * 1000);
    });
  }

  syncNow(): void {
    this.safe = this.written;
  }

  close(): void {
    this.closed = true;
  }
}

let file = new FakeFile();
let journal = new Journal('journal.jsonl', file, 0);

beforeEach(() => {
  vi.useFakeTimers();
  file = new FakeFile();
  journal = new Journal('journal.jsonl', file, 0);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a journal', () => {
  it('gives every line to the system at once', () => {
    expect(journal.append('one\n')).toBe(0);
    expect(journal.append('é\n')).toBe(4);
    expect(journal.append('three\n')).toBe(7);
    expect(file.written).toBe('one\né\nthree\n');
  });

  it('has every line on the disk within a second, also when nothing follows', async () => {
    file.syncSeconds = 0.4;
    const due: { readonly text: string; readonly at: number }[] = [];
    for (let step = 0; step < 400; step++) {
      // Bursts and pauses.
      if (step % 100 < 37 && step % 3 === 0) {
        journal.append(`${step}\n`);
        due.push({ text: file.written, at: Date.now() + 1000 });
      }
      await vi.advanceTimersByTimeAsync(25);
      for (const { text, at } of due)
        if (at <= Date.now()) expect(file.safe.startsWith(text)).toBe(true);
    }
    expect(file.safe).toBe(file.written);
  });

  it('waits for the disk at most every half second, however many lines come', async () => {
    for (let step = 0; step < 1000; step++) {
      journal.append('x\n');
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(file.syncs).toBeLessThanOrEqual(21);
    expect(file.syncs).toBeGreaterThanOrEqual(19);
  });

  it('does not wait for the disk when there is nothing new', async () => {
    journal.append('x\n');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(file.syncs).toBe(1);
    await journal.sync();
    expect(file.syncs).toBe(1);
  });

  it('has all lines on the disk after sync, those of the meantime included', async () => {
    file.syncSeconds = 0.1;
    journal.append('one\n');
    const synced = journal.sync();
    journal.append('two\n');
    await vi.advanceTimersByTimeAsync(1000);
    await synced;
    expect(file.safe).toBe('one\ntwo\n');
  });

  it('says that the disk is full, and goes on saying so', async () => {
    file.spaceBytes = 6;
    journal.append('one\n');
    const message =
      'journal.jsonl cannot be written: a full disk; what was finished before is kept, ' +
      'and --resume goes on from there';
    expect(() => journal.append('two\n')).toThrow(message);
    file.spaceBytes = 1000;
    // The half line that is there would spoil the next one.
    expect(() => journal.append('three\n')).toThrow(message);
    await Promise.all([
      expect(journal.sync()).rejects.toThrow(message),
      vi.advanceTimersByTimeAsync(1000),
    ]);
    expect(file.safe).toContain('one\n');
  });

  it('tells when the disk fails later than the line was taken', async () => {
    file.syncError = Object.assign(new Error('i/o'), { code: 'ENOSPC' });
    journal.append('one\n');
    await vi.advanceTimersByTimeAsync(1000);
    file.syncError = null;
    expect(() => journal.append('two\n')).toThrow('journal.jsonl cannot be written: a full disk');
    await expect(journal.sync()).rejects.toThrow('a full disk');
  });

  it('has all lines on the disk when it is closed', () => {
    journal.append('one\n');
    journal.close();
    journal.close();
    expect([file.safe, file.closed]).toEqual(['one\n', true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not closed while the disk is waited for', async () => {
    file.syncSeconds = 0.1;
    journal.append('one\n');
    await vi.advanceTimersByTimeAsync(50);
    journal.append('two\n');
    journal.close();
    expect(file.closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect([file.safe, file.closed]).toEqual(['one\ntwo\n', true]);
  });
});
