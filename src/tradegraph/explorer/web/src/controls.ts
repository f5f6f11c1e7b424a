// Form controls that keep a parameter of the state.

import { el } from "./dom";
import type { Page } from "./page";
import { changed } from "./state";

export interface Option {
  value: string;
  label: string;
}

export interface Control {
  node: HTMLElement;
  /** Offers other options, and shows the value of the state. */
  set: (options: Option[], value: string) => void;
}

/** A select for a parameter; an empty value takes the parameter away. */
export function choice(page: Page, name: string, label: string): Control {
  const id = `choice-${name}`;
  const select = el("select", {
    id,
    onchange: () => page.go(changed(page.state(), { [name]: select.value })),
  });
  const node = el("label", { for: id, class: "control" }, el("span", {}, label), select);
  let shown = "";
  return {
    node,
    set: (options, value) => {
      const signature = options.map((o) => `${o.value}\u0001${o.label}`).join("\u0002");
      if (signature !== shown) select.replaceChildren(...options.map((o) => el("option", { value: o.value }, o.label)));
      shown = signature;
      select.value = options.some((o) => o.value === value) ? value : (options[0]?.value ?? "");
      node.hidden = options.length < 2;
    },
  };
}

/** A field for text that changes the state while one types, without steps to go back to. */
export function field(page: Page, name: string, label: string): { node: HTMLElement; set: (value: string) => void } {
  const id = `field-${name}`;
  const input = el("input", {
    id,
    type: "search",
    autocomplete: "off",
    oninput: () => page.go(changed(page.state(), { [name]: input.value }), true),
  });
  const node = el("label", { for: id, class: "control" }, el("span", {}, label), input);
  return {
    node,
    set: (value) => {
      if (input.value !== value) input.value = value;
    },
  };
}

/** A slider over named steps; the first stands for no choice. */
export function slider(page: Page, name: string, label: string): Control {
  const id = `slider-${name}`;
  let steps: Option[] = [];
  const output = el("output", { for: id });
  const input = el("input", {
    id,
    type: "range",
    min: 0,
    step: 1,
    oninput: () => {
      const step = steps[Number(input.value)];
      if (step) page.go(changed(page.state(), { [name]: step.value }), true);
    },
  });
  const node = el("label", { for: id, class: "control slider" }, el("span", {}, `${label} `, output), input);
  return {
    node,
    set: (options, value) => {
      steps = options;
      const at = Math.max(
        0,
        options.findIndex((o) => o.value === value),
      );
      input.max = String(Math.max(0, options.length - 1));
      input.value = String(at);
      const text = options[at]?.label ?? "";
      output.replaceChildren(text);
      input.setAttribute("aria-valuetext", text);
      node.hidden = options.length < 2;
    },
  };
}
