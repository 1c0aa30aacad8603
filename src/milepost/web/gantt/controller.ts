/** The plan page's side of the element: fetches the plan, sends commands one after the other, hears of other people's changes. */

import type { MpGantt } from "./element";
import type { Answer, Call, Patch, Plan, Problem, Reason } from "./plan";

interface Asked {
  id: number;
  calls: Call[];
  /** The revision the person saw, where it is older than the plan's: what others changed since is not overwritten. */
  since: number | null;
}

/** What the query `plan_since` answers: a patch, or the whole plan where too much has happened. */
interface News {
  revision: number;
  patch: Patch | null;
  plan: Plan | null;
}

/** An answer to commands, with the news that were asked for with them. */
type Told = Omit<Answer, "patch"> & { answer?: News };

const UNREACHED: Problem = { title: "The server cannot be reached; the change has probably not been kept. Try again in a moment.", code: "unreachable" };

class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title || "This could not be done.");
  }
}

export class Controller {
  private queue: Promise<void> = Promise.resolve();
  private waiting = 0;
  private wanted = 0;
  private events: EventSource | null = null;
  private kept: string | null = null;

  constructor(
    private readonly gantt: MpGantt,
    /** The address of the project, such as `/p/PORTAL`. */
    private readonly address: string,
    private readonly token: string,
  ) {
    gantt.why = (ref) => this.get<Reason>(`why.json?task=${encodeURIComponent(ref)}`);
    gantt.preview = async (calls) => (await this.post<Told>(calls, { preview: true })).sentence ?? "";
    gantt.addEventListener("mp-command", (event) => this.command((event as CustomEvent<Asked>).detail));
  }

  async start(): Promise<void> {
    this.gantt.data = await this.get<Plan>("plan.json");
    this.listen();
  }

  stop(): void {
    this.events?.close();
  }

  /** Commands go out one at a time, so that each knows the revision the one before it made. */
  private command({ id, calls, since }: Asked): void {
    this.waiting++;
    this.queue = this.queue.then(() => this.carryOut(id, calls, since)).then(() => {
      this.waiting--;
      return this.waiting ? undefined : this.catchUp();
    });
  }

  private async carryOut(id: number, calls: Call[], since: number | null): Promise<void> {
    try {
      const { answer, ...told } = await this.order(calls, since);
      this.gantt.patch({ ...told, patch: patchOf(answer ?? (await this.news())) }, id);
    } catch (error) {
      const problem = error instanceof Refusal ? error.problem : UNREACHED;
      if (problem.code === "conflict") await this.renew();
      this.gantt.refuse(problem, id);
      if (!(error instanceof Refusal) && !(error instanceof TypeError)) throw error;
    }
  }

  /** Send commands; once more where the network failed, under the same key, so that they are carried out only once. */
  private async order(calls: Call[], since: number | null): Promise<Told> {
    const key = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16).padStart(8, "0")).join("");
    const ask = { query: "plan_since", arguments: { revision: this.gantt.revision } };
    const options = { key, ask, ...(since !== null && { revision: since }) };
    try {
      return await this.post<Told>(calls, options);
    } catch (error) {
      if (error instanceof TypeError) return this.post<Told>(calls, options);
      throw error;
    }
  }

  /** Another window's change is fetched when our own are through, so that nothing arrives out of order. */
  private listen(): void {
    this.events = new EventSource(`/events${this.address}`);
    this.events.addEventListener("message", (event: MessageEvent<string>) => {
      const { revision, kept } = JSON.parse(event.data) as { revision: number; kept: string };
      this.wanted = Math.max(this.wanted, revision);
      // A forecast that is new moves no date, yet how sure the dates are.
      if (this.kept !== null && this.kept !== kept) this.queue = this.queue.then(() => this.again());
      this.kept = kept;
      if (!this.waiting) this.queue = this.queue.then(() => this.catchUp());
    });
  }

  private async again(): Promise<void> {
    if (!this.waiting) this.gantt.data = await this.get<Plan>("plan.json");
  }

  private async catchUp(): Promise<void> {
    if (this.wanted > this.gantt.revision) await this.renew();
  }

  private async renew(): Promise<void> {
    try {
      const news = await this.news();
      this.gantt.follow({ revision: news.revision, patch: patchOf(news) });
    } catch (error) {
      this.gantt.announce(error instanceof Refusal ? error.message : "Changes by others could not be fetched; they come with the next one.");
    }
  }

  private news(): Promise<News> {
    return this.get<News>(`plan_since.json?revision=${this.gantt.revision}`);
  }

  private async get<T>(path: string): Promise<T> {
    return answered<T>(await fetch(`${this.address}/${path}`, { headers: { Accept: "application/json" }, credentials: "same-origin" }));
  }

  private async post<T>(calls: Call[], options: { preview?: boolean; key?: string; ask?: object; revision?: number }): Promise<T> {
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token };
    const body = JSON.stringify({ calls, revision: this.gantt.revision, preview: false, reason: "", ...options });
    return answered<T>(await fetch(`${this.address}/do`, { method: "POST", headers, body, credentials: "same-origin" }));
  }
}

/** News as a patch; a whole plan is a patch of everything. */
function patchOf({ patch, plan }: News): Patch {
  return plan ? { ...plan, order: plan.rows.ref } : (patch ?? {});
}

async function answered<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  const kind = response.headers.get("Content-Type") ?? "";
  if (kind.includes("json")) throw new Refusal((await response.json()) as Problem);
  throw new Refusal({ title: `The server answered ${response.status}; nothing was changed.`, code: String(response.status) });
}

/** Connect an element to its project: `data-address`, else the page's `data-base`, is where it lives, such as `/p/PORTAL`. */
export function connect(gantt: MpGantt): Controller | null {
  const page = document.body.dataset;
  const address = gantt.dataset.address ?? page.base;
  if (!address) return null;
  const controller = new Controller(gantt, address, gantt.dataset.token ?? page.csrf ?? "");
  controller.start().catch((error: unknown) => gantt.announce(error instanceof Error ? error.message : String(error)));
  return controller;
}
