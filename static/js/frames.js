// A wide table scrolls in its frame: where nothing in it takes the keyboard, the frame itself does.
const TAKERS = "a[href], button, input, select, textarea, summary, [tabindex]";

export function openFrames() {
  for (const frame of document.querySelectorAll(".jh-tw")) {
    const wide = frame.scrollWidth > frame.clientWidth + 1;
    if (frame.dataset.frame === undefined && (frame.hasAttribute("tabindex") || !wide || frame.querySelector(TAKERS))) continue;
    frame.dataset.frame = "";
    if (wide) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  }
}
