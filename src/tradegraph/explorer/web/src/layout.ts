// Places for the nodes of a network: ForceAtlas2, then room for the labels.

import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

export interface Place {
  x: number;
  y: number;
}

/** The sheet on which labels get room: its size in pixels, and how wide the label of a node is. */
export interface Sheet {
  width: number;
  height: number;
  label: (node: string) => number;
}

const LINE = 19;
const DOT = 28;
const MOST_LABELS = 160;

/** A place for every node, the same for the same edges: ForceAtlas2 begins from a circle in the order of the nodes. */
export function layout(edges: [source: string, target: string][], sheet: Sheet): Map<string, Place> {
  const graph = new Graph({ type: "undirected" });
  const nodes = [...new Set(edges.flat())].sort();
  nodes.forEach((node, i) => {
    const angle = (2 * Math.PI * i) / nodes.length;
    graph.addNode(node, { x: Math.cos(angle) * 100, y: Math.sin(angle) * 100 });
  });
  for (const [source, target] of edges) graph.mergeEdge(source, target);
  const large = graph.order > MOST_LABELS;
  if (graph.order > 1) {
    const settings = { ...forceAtlas2.inferSettings(graph), scalingRatio: 14, gravity: 1.2, barnesHutOptimize: large };
    forceAtlas2.assign(graph, { iterations: large ? 120 : 400, settings });
  }
  const places = new Map(
    nodes.map((node) => [node, { x: graph.getNodeAttribute(node, "x"), y: graph.getNodeAttribute(node, "y") }]),
  );
  fill(places, sheet);
  if (!large) apart(places, sheet);
  return places;
}

/** Stretches places over the sheet, so that every label ends on it. */
function fill(places: Map<string, Place>, sheet: Sheet): void {
  const span = (axis: "x" | "y") => {
    const values = [...places.values()].map((p) => p[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return (value: number) => (high > low ? (value - low) / (high - low) : 0.5);
  };
  const [across, down] = [span("x"), span("y")];
  for (const [node, place] of places) {
    place.x = across(place.x) * Math.max(0, sheet.width - DOT - sheet.label(node));
    place.y = down(place.y) * sheet.height;
  }
}

/** Moves nodes up and down until no label covers another or its node. */
function apart(places: Map<string, Place>, sheet: Sheet): void {
  const held = [...places];
  const widths = held.map(([node]) => DOT + sheet.label(node));
  for (let round = 0; round < 300; round++) {
    let moved = false;
    for (let i = 0; i < held.length; i++) {
      for (let j = i + 1; j < held.length; j++) {
        const [a, b] = [held[i]?.[1], held[j]?.[1]];
        if (!a || !b) continue;
        const over = a.x < b.x ? a.x + (widths[i] ?? 0) - b.x : b.x + (widths[j] ?? 0) - a.x;
        const gap = LINE - Math.abs(a.y - b.y);
        if (over <= 0 || gap <= 0) continue;
        moved = true;
        const [upper, lower] = a.y <= b.y ? [a, b] : [b, a];
        upper.y = Math.max(0, upper.y - gap / 2 - 0.1);
        lower.y = Math.min(sheet.height, lower.y + gap / 2 + 0.1);
      }
    }
    if (!moved) return;
  }
}
