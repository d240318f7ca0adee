// One person of a review: whoever objects finds the reason open; whoever agrees again finds it folded when it is empty.
export function start(node) {
  const reasons = node.querySelector("details");
  if (!reasons) return;
  node.addEventListener("change", (event) => {
    if (event.target.type !== "radio") return;
    const typed = [...reasons.querySelectorAll("textarea, input")].some((field) => field.value.trim());
    reasons.open = event.target.value === "object" || typed;
  });
}
