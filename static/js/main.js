// Starts what a page asks for: an element with data-module="bulk" is handed to modules/bulk.js, once, also after a swap.
import { settle } from "./drafts.js";
import { openFrames } from "./frames.js";
import { guardForms } from "./modules/confirm.js";

const BOUND = new WeakSet();

export async function bind(root) {
  const nodes = [...root.querySelectorAll("[data-module]")];
  if (root instanceof Element && root.matches("[data-module]")) nodes.unshift(root);
  const asked = nodes
    .filter((node) => !BOUND.has(node))
    .flatMap((node) => node.dataset.module.split(" ").map((name) => ({ node, name, module: import(`./modules/${name}.js`) })));
  for (const { node } of asked) BOUND.add(node);
  // Fetched together, started in the order of the page.
  await Promise.allSettled(asked.map(async ({ module }) => module));
  for (const { node, name, module } of asked) {
    try {
      (await module).start(node);
    } catch (error) {
      console.error(`module ${name} failed; the page goes on without it`, error);
    }
  }
}

document.documentElement.classList.add("has-script");
guardForms();
settle();
// The mark is for who drives the page by a program: before it, a press goes the way it goes without a script.
bind(document).then(() => document.documentElement.classList.add("is-ready"));
openFrames();
addEventListener("resize", openFrames);
document.addEventListener("htmx:after:swap", () => {
  bind(document);
  openFrames();
});
// A part that was sent elsewhere (the session has ended) must not put the sign-in page into the middle of this one.
document.addEventListener("htmx:before:swap", (event) => {
  if (!event.detail.ctx?.response?.raw?.redirected) return;
  event.preventDefault();
  location.reload();
});
