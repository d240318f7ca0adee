// Brings the reader to the summary of what is wrong with the form just sent.
export function start(summary) {
  summary.focus();
}
