/** Predecessors as people type them: `12`, `12FS+2d`, `3SS-50%, 7FF`. Numbers are the rows of the outline. */

const ONE = /^(\d+|[a-z]+-\d+)\s*(FS|SS|FF|SF)?\s*([+-]\s*\d+(?:[.,]\d+)?\s*(?:e?(?:m|h|d|w|mo|min|mins|hr|hrs|day|days|wk|wks|week|weeks)|%|e%)?)?$/i;

export interface Named {
  /** The row's number from 1, or a reference such as `T-4`. */
  task: string;
  kind: string;
  lag: string;
}

/** Read a list of predecessors; the part that cannot be read is given back as a string. */
export function parsePredecessors(text: string): Named[] | string {
  const found: Named[] = [];
  for (const part of text.split(/[,;]/).map((word) => word.trim()).filter(Boolean)) {
    const read = ONE.exec(part);
    if (!read) return part;
    found.push({ task: read[1]!.toUpperCase(), kind: (read[2] ?? "FS").toUpperCase(), lag: (read[3] ?? "").replace(/\s+/g, "") });
  }
  return found;
}

/** The shortest text that says the same: FS is left out where there is no lag. */
export function predecessorsText(named: readonly Named[]): string {
  return named.map(({ task, kind, lag }) => `${task}${kind === "FS" && !lag ? "" : kind}${lag}`).join(",");
}
