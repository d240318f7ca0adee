// Draws one picture from the JSON beside it, again when theme, size or paper ask for it.
import { tools } from "../charts/theme.js";

const PAPER = { width: 640, height: 340 };
const drawn = new Map();
const shown = new Set();
let paper = false;

export async function start(node) {
  const [echarts, kind] = await Promise.all([
    import("../../vendor/echarts.esm.min.js"),
    import(`../charts/${node.dataset.chart}.js`),
  ]);
  const data = JSON.parse(document.getElementById(node.dataset.source).textContent);
  drawn.set(node, { echarts, kind, data });
  draw(node, shown.has(node.id)); // a picture that was fetched again does not dance again
  shown.add(node.id);
  rooms.observe(node);
}

function draw(node, still = false) {
  const { echarts, kind, data } = drawn.get(node);
  echarts.getInstanceByDom(node)?.dispose();
  drawn.get(node).width = 0;
  if (!paper && !node.clientWidth) return;
  const aid = tools(still || paper);
  const size = paper ? PAPER : { width: node.clientWidth, height: node.clientHeight };
  drawn.get(node).width = size.width;
  echarts.init(node, aid.theme, { renderer: "svg", ...size }).setOption(kind.option(data, aid, size));
}

function redraw() {
  for (const node of drawn.keys()) {
    if (node.isConnected) draw(node, true);
    else drawn.delete(node);
  }
}

// Whatever changes the room of a picture - window, turned phone, opened details - it is drawn anew before it is seen.
const rooms = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (!paper && drawn.has(target) && target.clientWidth !== drawn.get(target).width) draw(target, true);
  }
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw());

// Paper is always light; the tables behind the pictures are printed open.
let before = null;
addEventListener("beforeprint", () => {
  const root = document.documentElement;
  before = root.getAttribute("data-bs-theme");
  root.setAttribute("data-bs-theme", "light");
  for (const details of document.querySelectorAll("details.jh-data")) details.open = true;
  paper = true;
  redraw();
});
addEventListener("afterprint", () => {
  const root = document.documentElement;
  if (before) root.setAttribute("data-bs-theme", before);
  else root.removeAttribute("data-bs-theme");
  paper = false;
  redraw();
});
