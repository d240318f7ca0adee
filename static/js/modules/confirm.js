// Asks before a form with data-confirm on its button is sent. The button that goes on carries the deed's own words.
export function guardForms() {
  const dialog = document.getElementById("jh-confirm");
  if (!dialog) return;
  let agreed = null;
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    const question = button?.dataset.confirm;
    if (!question || agreed === button) {
      agreed = null;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(dialog, question, button.textContent.trim()).then((yes) => {
      if (!yes) return;
      agreed = button;
      event.target.requestSubmit(button);
    });
  }, true);
}

function ask(dialog, question, deed) {
  dialog.querySelector("[data-question]").textContent = question;
  dialog.querySelector("[data-yes]").textContent = deed;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}
