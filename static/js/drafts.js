// What was typed into a form and did not reach the server is kept in this tab, and offered back after signing in again.
// A page that took what was sent answers with an ordinary page: then nothing is kept. Never passwords, numbers of people, files.
const PREFIX = "junheng.draft:";
const UNTOLD = new Set(["password", "file", "hidden", "submit", "button"]);
let closed = false;

function entries() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function place(form) {
  return `${PREFIX}${location.pathname}#${[...document.forms].filter((other) => other.dataset.draft !== undefined).indexOf(form)}`;
}

function told(form) {
  return [...form.elements].filter((field) => field.name && !UNTOLD.has(field.type) && field.dataset.secret === undefined);
}

// Called once for every page: the page of a lost sending marks drafts as lost, any other drops those that were taken.
export function settle() {
  const { account, lost } = document.body.dataset;
  for (const key of entries()) {
    const draft = read(key);
    const foreign = account !== undefined && draft?.account !== account;
    if (lost !== undefined && draft) sessionStorage.setItem(key, JSON.stringify({ ...draft, lost: true }));
    else if (!draft || foreign || (account !== undefined && !draft.lost)) sessionStorage.removeItem(key);
  }
}

export function keep(form) {
  const { account } = document.body.dataset;
  if (closed || account === undefined) return;
  const fields = told(form).map(({ name, value, checked }) => ({ name, value, checked }));
  try {
    sessionStorage.setItem(place(form), JSON.stringify({ account, fields }));
  } catch {
    // The tab's store is full or shut: the page goes on without it.
  }
}

export function lostDraft(form) {
  const draft = read(place(form));
  return draft?.lost && draft.account === document.body.dataset.account ? draft : null;
}

export function restore(form, draft) {
  const left = [...draft.fields];
  for (const field of told(form)) {
    const tick = field.type === "radio" || field.type === "checkbox";
    const found = left.findIndex((old) => old.name === field.name && (!tick || old.value === field.value));
    if (found < 0) continue;
    const [old] = left.splice(found, 1);
    if (tick) field.checked = old.checked;
    else field.value = old.value;
    if (!tick || old.checked) {
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

export function forget(form) {
  sessionStorage.removeItem(place(form));
}

export function forgetAll() {
  closed = true;
  for (const key of entries()) sessionStorage.removeItem(key);
}
