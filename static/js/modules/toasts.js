// Lets what was done fade after a while; what went wrong stays until it is closed.
const SHOWN_MS = 8000;

export function start(corner) {
  for (const toast of corner.querySelectorAll(".jh-toast")) {
    toast.append(closeButton(corner.dataset.close, toast));
    if (toast.getAttribute("role") !== "alert") fade(toast);
  }
}

function closeButton(word, toast) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "jh-toast-x";
  button.setAttribute("aria-label", word);
  button.textContent = "×";
  button.addEventListener("click", () => toast.remove());
  return button;
}

function fade(toast) {
  let timer = setTimeout(() => toast.remove(), SHOWN_MS);
  const hold = () => clearTimeout(timer);
  const go = () => { timer = setTimeout(() => toast.remove(), SHOWN_MS); };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusout", go);
}
