// One person of a review: whoever objects finds the reason open; for whoever agrees it is out of the way.
export function start(node) {
  const reasons = node.querySelector("details");
  if (!reasons) return;
  node.addEventListener("change", (event) => {
    if (event.target.type === "radio") reasons.open = event.target.value === "object";
  });
}
