/** The small text beside the pointer. */

import { place } from "./popover";
import { html } from "./svg";

export class Tip {
  private readonly box = html("div", { class: "mpg-tip", role: "tooltip", id: "mpg-tip", hidden: "" });

  constructor(private readonly host: HTMLElement) {
    host.append(this.box);
  }

  /** Show lines of text; the first is the heading. */
  show(at: { clientX: number; clientY: number }, lines: (string | [string, string])[]): void {
    this.box.replaceChildren(
      ...lines.map((line, index) => {
        if (typeof line === "string") return html("p", { class: index ? "mpg-tip-line" : "mpg-tip-head" }, line);
        return html("p", { class: "mpg-tip-fact" }, html("span", {}, line[0]), html("span", {}, line[1]));
      }),
    );
    this.box.hidden = false;
    this.move(at);
  }

  move({ clientX, clientY }: { clientX: number; clientY: number }): void {
    place(this.box, this.host, { left: clientX + 14, right: clientX, top: clientY - 10, bottom: clientY + 14 });
  }

  hide(): void {
    this.box.hidden = true;
  }
}
