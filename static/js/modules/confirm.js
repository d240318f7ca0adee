// Asks before a form with data-confirm on its button is sent. The button that goes on carries the deed's own words
// and look: what is the page's own deed is not painted as a danger.
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
    ask(dialog, question, button).then((yes) => {
      if (!yes) return;
      agreed = button;
      event.target.requestSubmit(button);
    });
  }, true);
}

function ask(dialog, question, deed) {
  const yes = dialog.querySelector("[data-yes]"), no = dialog.querySelector("[data-no]");
  const usual = deed.classList.contains("btn-primary");
  no.dataset.keep ??= no.textContent;
  dialog.querySelector("[data-question]").textContent = question;
  yes.textContent = deed.textContent.trim();
  yes.className = `btn ${usual ? "btn-primary" : "btn-danger"}`;
  no.textContent = usual ? no.dataset.later : no.dataset.keep;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}
