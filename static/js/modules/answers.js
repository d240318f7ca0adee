// A review: the button that sends it says how many are answered, and leads to whom is not, instead of being refused.
export function start(form) {
  const send = document.querySelector(`[form="${CSS.escape(form.id)}"][data-answers]`);
  const cases = [...form.querySelectorAll("fieldset:has(input[type=radio])")];
  if (!send) return;
  const isOpen = (choice) => !choice.querySelector("input:checked");

  function show() {
    const open = cases.filter(isOpen).length;
    send.lastChild.textContent = send.dataset.answers.replace("{answered}", cases.length - open);
  }

  form.addEventListener("change", (event) => {
    const choice = event.target.closest("fieldset");
    choice?.classList.remove("is-bad");
    choice?.parentElement.querySelector("[data-told]")?.remove();
    show();
  });
  send.addEventListener("click", (event) => {
    const open = cases.filter(isOpen);
    if (!open.length) return;
    event.preventDefault();
    for (const choice of open) mark(choice, send.dataset.missing);
    open[0].querySelector("input").focus();
    open[0].scrollIntoView({ block: "center" });
  });
  show();
}

function mark(choice, words) {
  choice.classList.add("is-bad");
  if (choice.parentElement.querySelector("[data-told]")) return;
  const line = document.createElement("p");
  line.className = "jh-err";
  line.dataset.told = "";
  line.textContent = words;
  choice.after(line);
}
