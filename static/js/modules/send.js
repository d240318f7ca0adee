// Sends a form with files without leaving the page: what is refused, or does not arrive, is not to be chosen again.
const SENT_BY = "X-Sent-By"; // core/web/pages.py answers this with an address instead of a redirect

export function start(form) {
  let sending = false, plainly = false;

  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || plainly) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    tell(form, "");
    const button = event.submitter, words = busy(button, form.dataset.busy);
    const answer = await post(form, button);
    busy(button, words);
    sending = false;
    if (answer?.status === 204) return location.assign(answer.headers.get("Location"));
    form.dispatchEvent(new Event("input", { bubbles: true })); // nothing was kept: leaving would lose it
    if (!answer) return tell(form, form.dataset.offline);
    if (answer.redirected) return tell(form, form.dataset.signedOut);
    if (answer.status === 422 && mend(form, await answer.text())) return undefined;
    plainly = true; // an answer of another kind is a page of its own
    return form.requestSubmit(button);
  });
}

async function post(form, button) {
  const body = new FormData(form);
  if (button?.name) body.append(button.name, button.value);
  try {
    return await fetch(form.action, { method: "POST", body, headers: { [SENT_BY]: "script" } });
  } catch {
    return null;
  }
}

function busy(button, words) {
  const before = button?.textContent ?? "";
  if (button && words) button.lastChild.textContent = words;
  return before;
}

function tell(form, words) {
  form.querySelector("[data-told]")?.remove();
  if (!words) return;
  const line = document.createElement("p");
  line.className = "jh-err";
  line.dataset.told = "";
  line.setAttribute("role", "alert");
  line.textContent = words;
  const bar = form.querySelector(".jh-stickbar");
  if (bar) bar.prepend(line);
  else form.append(line);
}

// Puts the refused form in the place of the one that was sent; the chosen files stay where they are.
function mend(form, page) {
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById(form.id);
  const kept = form.querySelector(":scope > [data-module~=files]");
  const place = fresh?.querySelector(":scope > [data-module~=files]");
  if (!kept || !place) return false;
  const parts = [...fresh.childNodes], middle = parts.indexOf(place);
  for (const child of [...form.childNodes]) if (child !== kept) child.remove();
  kept.before(...parts.slice(0, middle));
  kept.after(...parts.slice(middle + 1));
  kept.classList.toggle("is-bad", place.classList.contains("is-bad"));
  kept.querySelector(".jh-err:not([data-refused])")?.remove();
  kept.append(...place.querySelectorAll(".jh-err:not([data-refused])"));
  window.htmx?.process(form);
  document.dispatchEvent(new Event("htmx:after:swap"));
  return true;
}
