// The / key goes to the search box, unless something is being typed elsewhere.
export function start(box) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !box.offsetParent) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
