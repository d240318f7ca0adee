// Opens links with data-drawer in the dialog at the right. What goes wrong leads to the page itself, which says why.
import { bind } from "../main.js";

export function start(dialog) {
  let opener = null;
  const close = () => dialog.close();

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-drawer]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    opener = link;
    open(link.href);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) close();
  });
  dialog.addEventListener("close", () => {
    mark(opener, false);
    dialog.replaceChildren();
    opener?.focus();
  });

  async function open(address) {
    mark(document.querySelector("tr.is-on [data-drawer]"), false);
    wait(dialog);
    mark(opener, true);
    if (!dialog.open) dialog.showModal();
    try {
      const answer = await fetch(address, { headers: { "X-Drawer": "1" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
      fill(dialog, await answer.text());
    } catch {
      location.assign(address);
    }
  }
}

function fill(dialog, text) {
  dialog.innerHTML = text;
  const title = dialog.querySelector("#jh-drawer-title");
  if (title) {
    dialog.removeAttribute("aria-label");
    dialog.setAttribute("aria-labelledby", title.id);
    title.focus();
  }
  globalThis.htmx?.process(dialog);
  bind(dialog);
}

function wait(dialog) {
  const rows = document.createElement("div");
  rows.className = "jh-skeleton";
  rows.setAttribute("role", "status");
  const word = document.createElement("span");
  word.className = "jh-vh";
  word.textContent = dialog.dataset.loading;
  rows.append(word, ...Array.from({ length: 6 }, () => document.createElement("i")));
  dialog.replaceChildren(rows);
}

function mark(link, on) {
  link?.closest("tr")?.classList.toggle("is-on", on);
}
