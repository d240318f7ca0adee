// Counts the chosen rows of a table, also on the buttons, and keeps the box in the table's head in step.
export function start(form) {
  const boxes = () => [...form.elements].filter((field) => field.matches?.("input[type=checkbox]"));
  const head = document.querySelector(`[data-select-all="${CSS.escape(form.id)}"]`);
  const count = form.querySelector("[data-count]");
  const deeds = [...form.querySelectorAll("button[data-some]")];

  function show() {
    const all = boxes();
    const chosen = all.filter((box) => box.checked);
    for (const box of all) box.closest("tr")?.classList.toggle("is-on", box.checked);
    if (head) {
      head.checked = all.length > 0 && chosen.length === all.length;
      head.indeterminate = chosen.length > 0 && chosen.length < all.length;
    }
    form.classList.toggle("is-idle", chosen.length === 0);
    count.textContent = chosen.length ? count.dataset.some.replace("{count}", chosen.length) : count.dataset.none;
    for (const deed of deeds) {
      deed.dataset.none ??= deed.lastChild.textContent;
      deed.lastChild.textContent = chosen.length ? deed.dataset.some.replace("{count}", chosen.length) : deed.dataset.none;
    }
  }

  document.addEventListener("change", (event) => {
    if (event.target === head) for (const box of boxes()) box.checked = head.checked;
    if (event.target === head || event.target.form === form) show();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.dataset.any !== undefined || boxes().some((box) => box.checked)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    boxes()[0]?.focus();
  }, true);
  show();
}
