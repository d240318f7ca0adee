// Colours, faces and habits all pictures share; every colour is read from tokens.css.
const AREAS = { urban: { symbol: "rect" }, township: { symbol: "circle" }, mountain: { symbol: "triangle" } };

export function tools(still) {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(`--jh-${name}`).trim();
  const calm = still || matchMedia("(prefers-reduced-motion: reduce)").matches;
  return { token, areas: AREAS, theme: theme(token, calm) };
}

// Fills {names} of a sentence the server has translated.
export function say(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

// About how wide a word is drawn: a Chinese character is a square, a Latin letter about half of one.
export function wide(word, size) {
  return [...word].reduce((sum, letter) => sum + (letter > "\u2e80" ? size : size * 0.58), 0);
}

function theme(token, still) {
  const axis = {
    axisLine: { lineStyle: { color: token("rule") } },
    axisTick: { lineStyle: { color: token("rule") }, length: 4 },
    axisLabel: { color: token("ink-3"), fontSize: 12 },
    splitLine: { lineStyle: { color: token("hairline") } },
    nameTextStyle: { color: token("ink-3"), fontSize: 12 },
  };
  return {
    color: ["primary", "township", "mountain", "chart-2", "urban", "chart-3"].map(token),
    backgroundColor: "transparent",
    textStyle: { fontFamily: token("sans"), color: token("ink"), fontSize: 12 },
    tooltip: {
      renderMode: "richText", backgroundColor: token("raised"), borderColor: token("rule"), borderWidth: 1,
      padding: [8, 12], textStyle: { color: token("ink"), fontSize: 13 }, shadowBlur: 0, confine: true,
    },
    categoryAxis: axis, valueAxis: axis, timeAxis: axis,
    line: { symbol: "none", lineStyle: { width: 2 } },
    animation: !still, animationDuration: 240,
  };
}
