/**
 * CSV read by the grammar of RFC 4180 alone, one character after the other, with `\n` between
 * records and after the last. Anything else is an error, as is a record that is longer or shorter than the first.
 */
export function readStrictCsv(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { cell, end } = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    record.push(cell);
    if (text[end] === '\n') {
      records.push(record);
      record = [];
    } else if (text[end] !== ',') {
      throw new Error(`expected a comma or the end of a line at ${end}`);
    }
    at = end + 1;
  }
  if (record.length > 0 || !text.endsWith('\n')) throw new Error('the last line does not end');
  for (const each of records) {
    if (each.length !== records[0]?.length) throw new Error(`${each.length} cells: ${each}`);
  }
  return records;
}

/** Records after the first as objects by the names in it, which must differ. */
export function readStrictTable(text: string): readonly Readonly<Record<string, string>>[] {
  const [names = [], ...rows] = readStrictCsv(text);
  if (new Set(names).size < names.length) throw new Error(`a name twice: ${names}`);
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
}

function plainCell(text: string, start: number): { cell: string; end: number } {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n') {
    if (text[end] === '"' || text[end] === '\r') throw new Error(`a bare ${text[end]} at ${end}`);
    end++;
  }
  return { cell: text.slice(start, end), end };
}

function quotedCell(text: string, start: number): { cell: string; end: number } {
  let cell = '';
  let at = start + 1;
  for (;;) {
    if (at >= text.length) throw new Error('a quoted cell that does not end');
    if (text[at] !== '"') cell += text[at++];
    else if (text[at + 1] === '"') {
      cell += '"';
      at += 2;
    } else return { cell, end: at + 1 };
  }
}
