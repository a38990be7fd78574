import { el, svg } from './dom.js';

const NODE = { width: 180, height: 56 };
const GAP = { x: 90, y: 24 };
const MARGIN = 16;
const DIP = 34;

/** The resources in columns: each stands to the left of what it needs. @param {(name: string) => void} onOpen */
export function drawGraph(resources, onOpen) {
  const names = [...new Set(resources.map(({ displayName }) => displayName))];
  const edges = edgesOf(resources, names);
  const columns = columnsOf(names, edges);
  const places = place(columns);
  const width = MARGIN * 2 + columns.length * (NODE.width + GAP.x) - GAP.x;
  const furthest = Math.max(0, ...edges.map(({ from, to }) => skipped(places.get(from), places.get(to))));
  const height = DIP * furthest + MARGIN * 2 + Math.max(...columns.map((column) => column.length)) * (NODE.height + GAP.y) - GAP.y;
  const arrow = svg('marker', { id: 'arrow', viewBox: '0 0 8 8', refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto' }, svg('path', { d: 'M0 0L8 4L0 8z' }));
  const graph = svg('svg', { class: 'graph', width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': 'Resources and what they need' },
    svg('defs', {}, arrow),
    ...edges.map(({ from, to, waits }) => drawEdge(places.get(from), places.get(to), waits)),
    ...names.map((name) => drawNode(resources.filter((resource) => resource.displayName === name), places.get(name), onOpen)));
  return el('div', {}, graph, el('p', { class: 'foot hint' }, 'An arrow leads to what a resource refers to; a dashed one to what it only waits for.'));
}

function edgesOf(resources, names) {
  const edges = new Map();
  for (const { displayName: from, relationships } of resources) {
    for (const { to, type } of relationships) {
      if (to !== from && names.includes(to)) {
        const key = JSON.stringify([from, to]);
        const known = edges.get(key);
        edges.set(key, { from, to, waits: (known?.waits ?? true) && type.startsWith('WaitFor') });
      }
    }
  }

  return [...edges.values()];
}

// The column is the longest way to get there; a circle ends where it has been before.
function columnsOf(names, edges) {
  const depth = new Map();
  const visit = (name, at, path) => {
    if (path.has(name) || (depth.get(name) ?? -1) >= at) {
      return;
    }

    depth.set(name, at);
    const further = new Set(path).add(name);
    edges.filter(({ from }) => from === name).forEach(({ to }) => visit(to, at + 1, further));
  };
  const wanted = new Set(edges.map(({ to }) => to));
  names.filter((name) => !wanted.has(name)).forEach((name) => visit(name, 0, new Set()));
  names.forEach((name) => { if (!depth.has(name)) { visit(name, 0, new Set()); } });
  const columns = [];
  names.forEach((name) => (columns[depth.get(name)] ??= []).push(name));
  return columns.filter(Boolean);
}

function place(columns) {
  const tallest = Math.max(...columns.map((column) => column.length));
  return new Map(columns.flatMap((column, x) => column.map((name, y) => [name, {
    x: MARGIN + x * (NODE.width + GAP.x),
    y: MARGIN + (y + (tallest - column.length) / 2) * (NODE.height + GAP.y),
  }])));
}

// How many columns lie between two nodes.
function skipped(from, to) {
  return Math.max(0, Math.round((to.x - from.x) / (NODE.width + GAP.x)) - 1);
}

// Past other columns an edge dips below them, or it would run through their nodes.
function drawEdge(from, to, waits) {
  const between = skipped(from, to);
  if (between > 0) {
    const [x1, y1, x2, y2] = [from.x + NODE.width * 0.75, from.y + NODE.height, to.x + NODE.width * 0.25, to.y + NODE.height];
    const low = Math.max(y1, y2) + DIP * between * 1.3;
    return svg('path', { class: waits ? 'edge waits' : 'edge', d: `M${x1} ${y1}C${x1} ${low} ${x2} ${low} ${x2} ${y2}`, 'marker-end': 'url(#arrow)' });
  }

  const [x1, y1, x2, y2] = [from.x + NODE.width, from.y + NODE.height / 2, to.x, to.y + NODE.height / 2];
  const bend = Math.max(30, (x2 - x1) / 2);
  return svg('path', { class: waits ? 'edge waits' : 'edge', d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`, 'marker-end': 'url(#arrow)' });
}

function drawNode(replicas, { x, y }, onOpen) {
  const [first] = replicas;
  const worst = replicas.find((replica) => styleOf(replica) !== 'success') ?? first;
  const state = worst.health && worst.health !== 'Healthy' ? `${worst.state} (${worst.health})` : worst.state ?? 'Unknown';
  const node = svg('g', { class: 'node', tabindex: 0, role: 'button', transform: `translate(${x} ${y})`, 'aria-label': `${first.displayName}, ${state}` },
    svg('rect', { width: NODE.width, height: NODE.height, rx: 6 }),
    svg('circle', { class: `dot ${styleOf(worst)}`, cx: 18, cy: NODE.height / 2, r: 6 }),
    svg('text', { x: 34, y: 24 }, shorten(first.displayName, 17) + (replicas.length > 1 ? ` ×${replicas.length}` : '')),
    svg('text', { class: 'soft', x: 34, y: 42 }, shorten(state, 22)));
  node.addEventListener('click', () => onOpen(worst.name));
  node.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onOpen(worst.name);
    }
  });
  return node;
}

function styleOf({ health, style, state, exitCode }) {
  return health === 'Unhealthy' || health === 'Degraded' ? 'warning' : exitCode ? 'error' : style ?? (state === 'Running' ? 'success' : '');
}

function shorten(text, length) {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
