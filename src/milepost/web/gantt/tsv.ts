/** Cells as spreadsheets put them on the clipboard: tabs between cells, line ends between rows, quotes where needed. */

export function parseTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (at <= source.length) {
    const [cell, next] = source[at] === '"' ? quoted(source, at) : bare(source, at);
    row.push(cell);
    if (source[next] !== "\t") {
      rows.push(row);
      row = [];
    }
    at = next + 1;
  }
  return rows;
}

function bare(source: string, at: number): [string, number] {
  let end = at;
  while (end < source.length && source[end] !== "\t" && source[end] !== "\n") end++;
  return [source.slice(at, end), end];
}

function quoted(source: string, at: number): [string, number] {
  let cell = "";
  let end = at + 1;
  while (end < source.length && (source[end] !== '"' || source[end + 1] === '"')) {
    cell += source[end];
    end += source[end] === '"' ? 2 : 1;
  }
  // A quote that does not end its cell was meant as a character.
  const follows = source[end + 1];
  const ends = source[end] === '"' && (follows === undefined || follows === "\t" || follows === "\n");
  return ends ? [cell, end + 1] : bare(source, at);
}

export function toTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell) => (/[\t\n"]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell)).join("\t")).join("\n");
}
