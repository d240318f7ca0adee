// Starts what a page asks for: an element with data-module="bulk" is handed to modules/bulk.js, once, also after a swap.
import { settle } from "./drafts.js";
import { openFrames } from "./frames.js";
import { guardForms } from "./modules/confirm.js";

const BOUND = new WeakSet();

export async function bind(root) {
  const nodes = [...root.querySelectorAll("[data-module]")];
  if (root instanceof Element && root.matches("[data-module]")) nodes.unshift(root);
  for (const node of nodes) {
    if (BOUND.has(node)) continue;
    BOUND.add(node);
    for (const name of node.dataset.module.split(" ")) {
      try {
        const module = await import(`./modules/${name}.js`);
        module.start(node);
      } catch (error) {
        console.error(`module ${name} failed; the page goes on without it`, error);
      }
    }
  }
}

document.documentElement.classList.add("has-script");
guardForms();
settle();
bind(document);
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
