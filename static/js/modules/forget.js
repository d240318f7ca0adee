// Signing out: what was kept of unsent forms in this tab goes at once.
import { forgetAll } from "../drafts.js";

export function start(form) {
  form.addEventListener("submit", forgetAll);
}
