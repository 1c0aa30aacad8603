/** Predecessors as people type them: `12`, `12FS+2d`, `3SS-50%, 7FF`. Numbers are the rows of the outline. */

const TAIL = /^\s*(FS|SS|FF|SF)?\s*([+-]\s*\d+(?:[.,]\d+)?\s*(?:e?(?:m|h|d|w|mo|min|mins|hr|hrs|day|days|wk|wks|week|weeks)|%|e%)?)?$/i;

const NUMBER = /^(\d+|[a-z]+-\d+)/i;

export interface Named {
  /** The row's number from 1, a reference such as `T-4`, or a task's code. */
  task: string;
  kind: string;
  lag: string;
}

/** Read a list of predecessors, which may be named by their codes too; the part that cannot be read is given back as a string. */
export function parsePredecessors(text: string, codes: Iterable<string> = []): Named[] | string {
  const found: Named[] = [];
  for (const part of text.split(/[,;]/).map((word) => word.trim()).filter(Boolean)) {
    const read = parseOne(part, NUMBER.exec(part)?.[0]) ?? parseOne(part, codeIn(part, codes));
    if (!read) return part;
    found.push(read);
  }
  return found;
}

function parseOne(part: string, task: string | undefined): Named | null {
  const tail = task ? TAIL.exec(part.slice(task.length)) : null;
  if (!task || !tail) return null;
  return { task: task.toUpperCase(), kind: (tail[1] ?? "FS").toUpperCase(), lag: (tail[2] ?? "").replace(/\s+/g, "") };
}

/** The longest code that a text begins with. */
function codeIn(part: string, codes: Iterable<string>): string | undefined {
  const begins = [...codes].filter((code) => code && part.toLowerCase().startsWith(code.toLowerCase()));
  return begins.sort((a, b) => b.length - a.length)[0];
}

/** The shortest text that says the same: FS is left out where there is no lag. */
export function predecessorsText(named: readonly Named[]): string {
  return named.map(({ task, kind, lag }) => `${task}${kind === "FS" && !lag ? "" : kind}${lag}`).join(",");
}
