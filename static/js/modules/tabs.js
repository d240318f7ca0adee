// Brings the tab of this page into view where there are more than the screen is wide.
export function start(tabs) {
  const here = tabs.querySelector("[aria-current]");
  if (!here) return;
  const show = () => {
    const from = here.getBoundingClientRect().left - tabs.getBoundingClientRect().left;
    tabs.scrollLeft += from - (tabs.clientWidth - here.offsetWidth) / 2;
  };
  show();
  addEventListener("resize", show);
}
