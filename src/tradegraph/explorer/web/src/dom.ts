// Building the page. Text goes in as text nodes only: what documents say is never read as markup.

type Child = Node | string | null | undefined | false;
type Handler = (event: Event) => void;
export interface Attributes {
  [name: string]: string | number | boolean | undefined | Handler;
}

const SVG = "http://www.w3.org/2000/svg";

/** An element; attributes that start with `on` are listeners, `true` is an empty attribute, `false` and undefined are none. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled<E extends Element>(node: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child) node.append(child);
  }
  return node;
}

/** A link to a state of the page. */
export function link(href: string, text: string, attributes: Attributes = {}): HTMLAnchorElement {
  return el("a", { href, ...attributes }, text);
}

/** Offers a file for download. */
export function save(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const anchor = el("a", { href: url, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Does something when the browser has nothing else to do. */
export function whenIdle(task: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(task);
  else setTimeout(task, 200); // Safari
}

/** Does something before the page is printed and after; gives back what ends that. */
export function whenPrinted(before: () => void, after: () => void): () => void {
  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}
