// Brings the current tab into sight where not all of them fit: on a phone the row is longer than the screen.
export function start(row) {
  const current = row.querySelector("[aria-current]");
  if (current) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}
