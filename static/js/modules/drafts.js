// Keeps what is typed when its page is left, and offers back what an ended session did not let through.
import { forget, keep, lostDraft, restore } from "../drafts.js";

export function start(form) {
  let touched = false;
  form.addEventListener("input", () => { touched = true; });
  form.addEventListener("submit", () => { touched = true; });
  addEventListener("pagehide", () => {
    if (touched && form.isConnected) keep(form);
  });
  const draft = lostDraft(form);
  const template = document.getElementById("jh-draft");
  if (draft && template) offer(form, draft, template.content.firstElementChild.cloneNode(true));
}

function offer(form, draft, note) {
  form.prepend(note);
  note.querySelector("[data-restore]").addEventListener("click", () => {
    restore(form, draft);
    end(form, note);
  });
  note.querySelector("[data-drop]").addEventListener("click", () => end(form, note));
}

function end(form, note) {
  forget(form);
  note.remove();
}
