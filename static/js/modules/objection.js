// One person of a review: whoever objects finds the reason open; for whoever agrees it is out of the way.
export function start(node) {
  const reasons = node.querySelector("details");
  if (!reasons) return;
  const follow = () => {
    const chosen = node.querySelector("input[type=radio]:checked");
    if (chosen) reasons.open = chosen.value === "object";
  };
  node.addEventListener("change", follow);
  follow(); // on a slow line somebody may have chosen before this arrived
}
