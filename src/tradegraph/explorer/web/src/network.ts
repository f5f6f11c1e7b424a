// The network of trade links, drawn by sigma. Places come from all links of a layer, so that filters never move a node.

import EdgeCurveProgram from "@sigma/edge-curve";
import Graph from "graphology";
import Sigma from "sigma";
import type { NodeLabelDrawingFunction } from "sigma/rendering";
import { flowColour, growthColour, INK, linkWidth, TARGET } from "./colours";
import type { Link } from "./cube";
import type { Place } from "./layout";

export interface Drawn {
  links: Link[];
  places: Map<string, Place>;
  label: (concept: number) => string;
  colourBy: string;
  focus: number;
  selected: string;
}

/** Labels on a rim of paper, so that links that pass beneath leave them readable. */
const drawLabel: NodeLabelDrawingFunction = (context, data, settings) => {
  if (!data.label) return;
  context.font = `${settings.labelWeight} ${settings.labelSize}px ${settings.labelFont}`;
  const [x, y] = [data.x + data.size + 3, data.y + settings.labelSize / 3];
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = "#ffffff";
  context.strokeText(data.label, x, y);
  context.fillStyle = INK;
  context.fillText(data.label, x, y);
};

export class Network {
  private graph = new Graph({ multi: true });
  private readonly sigma: Sigma;

  /** Throws where the browser has no WebGL. */
  constructor(
    private readonly container: HTMLElement,
    private readonly sheet: { width: number; height: number; dot: number },
    onEdge: (figure: string) => void,
    onNode: (concept: number) => void,
  ) {
    this.sigma = new Sigma(this.graph, container, {
      allowInvalidContainer: true,
      enableEdgeEvents: true,
      edgeProgramClasses: { curve: EdgeCurveProgram },
      labelFont: getComputedStyle(container).fontFamily,
      labelSize: 13,
      labelColor: { color: INK },
      labelRenderedSizeThreshold: 0,
      labelDensity: 3,
      labelGridCellSize: 60,
      stagePadding: 22,
      defaultDrawNodeLabel: drawLabel,
      zIndex: true,
      minCameraRatio: 0.1,
      maxCameraRatio: 3,
    });
    this.sigma.setCustomBBox({ x: [0, this.sheet.width], y: [0, this.sheet.height] });
    this.sigma.on("clickEdge", ({ edge }) => onEdge(edge));
    this.sigma.on("clickNode", ({ node }) => onNode(Number(node.slice(1))));
    const point = (on: boolean) => () => {
      container.style.cursor = on ? "pointer" : "";
    };
    this.sigma.on("enterEdge", point(true)).on("leaveEdge", point(false));
    this.sigma.on("enterNode", point(true)).on("leaveNode", point(false));
    this.sigma.getCamera().disable();
    // the wheel scrolls the page; whoever has clicked into the network wants to move in it
    container.addEventListener("pointerdown", () => this.sigma.getCamera().enable());
    container.addEventListener("pointerleave", () => this.sigma.getCamera().disable());
  }

  show({ links, places, label, colourBy, focus, selected }: Drawn): void {
    const graph = new Graph({ multi: true }); // a new one, since sigma answers every change of the graph that it shows
    const sums = new Map<string, number>();
    for (const l of links) {
      for (const node of [`s${l.source}`, `t${l.target}`])
        sums.set(node, (sums.get(node) ?? 0) + Math.abs(l.figure.amount));
    }
    const most = Math.max(...sums.values(), Number.MIN_VALUE);
    const near = new Set(
      links.filter((l) => l.source === focus || l.target === focus).flatMap((l) => [l.source, l.target]),
    );
    for (const [node, sum] of [...sums].sort()) {
      const concept = Number(node.slice(1));
      const dim = focus >= 0 && !near.has(concept);
      graph.addNode(node, {
        ...(places.get(node) ?? { x: 0, y: 0 }),
        size: this.sheet.dot * (5 + 11 * Math.sqrt(sum / most)),
        label: dim ? "" : label(concept),
        color: dim ? "#d9dde0" : node.startsWith("s") ? INK : TARGET,
        forceLabel: concept === focus,
        zIndex: dim ? 0 : 1,
      });
    }
    // exports beside imports are bent apart; a link that is alone is a line, which is drawn many times faster
    const pairs = new Map<string, number>();
    const pair = (l: Link) => `${l.source} ${l.target}`;
    for (const l of links) pairs.set(pair(l), (pairs.get(pair(l)) ?? 0) + 1);
    const widest = Math.max(...links.map((l) => Math.abs(l.figure.amount)), Number.MIN_VALUE);
    for (const l of [...links].reverse()) {
      const dim = focus >= 0 && l.source !== focus && l.target !== focus;
      const colour = colourBy === "growth" ? growthColour(l.growth?.amount) : flowColour(l.flow);
      graph.addEdgeWithKey(l.figure.hash, `s${l.source}`, `t${l.target}`, {
        size: linkWidth(Math.abs(l.figure.amount) / widest, links.length),
        color: dim
          ? "#eceeef"
          : l.figure.hash === selected
            ? "#000000"
            : l.figure.estimate
              ? `${colour}88`
              : `${colour}cc`,
        ...((pairs.get(pair(l)) ?? 0) > 1 ? { type: "curve", curvature: l.flow === "export" ? 0.2 : -0.2 } : {}),
        zIndex: dim ? 0 : 1,
      });
    }
    this.container.dataset.edges = String(graph.size);
    this.graph = graph;
    this.sigma.setGraph(graph);
  }

  /** The middle of a link in pixels of the container; null where it is not drawn. */
  middle(figure: string): Place | null {
    if (!this.graph.hasEdge(figure)) return null;
    const [a, b] = this.graph.extremities(figure).map((node) => {
      const { x, y } = this.graph.getNodeAttributes(node) as Place;
      return this.sigma.graphToViewport({ x, y });
    });
    return a && b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : null;
  }

  reset(): void {
    this.sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    const state = camera.getState();
    camera.enable();
    camera.setState({ ...state, ratio: state.ratio * factor });
  }

  close(): void {
    this.sigma.kill();
  }
}
