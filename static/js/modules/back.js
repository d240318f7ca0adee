// Goes back to the form that was just sent: the browser still has what was filled in there.
export function start(link) {
  link.addEventListener("click", (event) => {
    if (history.length < 2) return;
    event.preventDefault();
    history.back();
  });
}
