import { TRACE_READERS } from '../../interop/traces/registry.js';
import type { LengthsPort } from '../../planning/file/ports.js';
import type { FilePort } from '../../scenario/ports.js';

/** The lengths of requests, by the readers of `sealsim import`. */
export function traceLengths(files: FilePort): LengthsPort {
  return {
    read: async (path, format, take) => {
      const reader = TRACE_READERS.find(({ name }) => name === format);
      if (reader === undefined) throw new Error(`no reader of ${format}`);
      const hash = files.createSha256();
      let first = Number.NaN;
      let last = Number.NaN;
      const { issues, dropped, notes } = await reader.read(
        { file: path, bytes: hashed(files.readBytes(path), hash) },
        {
          begin: () => {},
          row: ({ seconds, inputTokens, outputTokens }) => {
            if (Number.isNaN(first)) first = seconds;
            last = seconds;
            take(inputTokens, outputTokens);
          },
        },
      );
      return {
        issues,
        spanSeconds: Number.isNaN(first) ? 0 : last - first,
        sha256: hash.hex(),
        notes: [...dropped.map(({ count, why }) => `dropped: ${count} ${why}`), ...notes],
      };
    },
  };
}

async function* hashed(
  bytes: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): void },
): AsyncIterable<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}
