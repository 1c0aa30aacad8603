/** Sends commands and hears what became of them. */

import { base, revision, setRevision, token } from "./page";
import { toast } from "./toasts";

export interface Call {
  command: string;
  arguments: Record<string, unknown>;
}

export interface Answer {
  revision: number;
  entry: number;
  sentence: string;
  moved: [string, number, number, number, number][];
  impact: Record<string, unknown> | null;
  undo: { entry: number } | null;
  results: unknown[];
  answer?: unknown;
}

/** What was refused, and why: the sentence, the field it concerns, and both values where somebody was faster. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: { title?: string; detail?: string; code?: string; field?: string; yours?: unknown; theirs?: unknown; where?: string },
  ) {
    super(problem.detail ?? problem.title ?? "The server did not answer.");
  }
}

export interface Wish {
  reason?: string;
  preview?: boolean;
  ask?: { query: string; arguments: Record<string, unknown> };
  /** Whether the commands belong to no project. */
  site?: boolean;
}

/** Carry commands out as one action, or try them; throws a Refusal. */
export async function act(calls: Call[], wish: Wish = {}): Promise<Answer> {
  const { site, ...more } = wish;
  const response = await fetch(`${site ? "" : base()}/do`, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ calls, revision: site ? null : revision(), ...more }),
  });
  const kind = response.headers.get("Content-Type") ?? "";
  const body = kind.includes("json") ? await response.json() : { title: "The server did not answer.", detail: response.statusText };
  if (!response.ok) {
    if (body.code === "reauthenticate" && body.where) location.assign(`${body.where}?next=${encodeURIComponent(location.pathname + location.search)}`);
    throw new Refusal(response.status, body);
  }
  if (!wish.preview && !site) setRevision(body.revision);
  return body as Answer;
}

/** What an action is called: its command in words. */
function named(calls: Call[]): string {
  const words = (calls[0]?.command ?? "").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Carry commands out and say what happened, with undo; what was refused is said too. Gives null when refused. */
export async function actAloud(calls: Call[], wish: Wish = {}): Promise<Answer | null> {
  try {
    const answer = await act(calls, wish);
    toast(`${named(calls)}: done.${answer.moved.length ? ` ${answer.sentence}` : ""}`, { undo: answer.undo?.entry });
    return answer;
  } catch (problem) {
    if (!(problem instanceof Refusal)) throw problem;
    toast(problem.message, { wrong: true });
    return null;
  }
}
