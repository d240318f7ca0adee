// The value found and the bound proven, over the seconds of a stage; below the bound nothing can be.
import { say } from "./theme.js";

export function option(data, { token }, size) {
  const { best, bound, limit, places, words } = data;
  const narrow = size.width < 520;
  const shown = (value) => Number(value).toFixed(places);
  const values = [...best, ...bound].map((point) => point[1]);
  const low = Math.min(...values), high = Math.max(...values), air = Math.max((high - low) * 0.12, high === low ? 1 : 0);
  const ends = [...best, ...bound].map((point) => point[0]);
  const right = Math.max(limit || 0, ...ends, 1);
  const end = (points) => (points.length ? points[points.length - 1][1] : null);
  const apart = Math.abs((end(best) ?? high) - (end(bound) ?? low)) / (high - low + 2 * air || 1);
  const line = (name, points, sentence, colour, width, dashed, offset) => ({
    name, type: "line", step: "end", data: points, showSymbol: points.length === 1, symbol: "circle", symbolSize: 7,
    lineStyle: { color: colour, width, type: dashed ? [5, 4] : "solid" }, itemStyle: { color: colour },
    endLabel: { show: points.length > 0, formatter: say(sentence, { value: points.length ? shown(end(points)) : "" }),
      color: colour, fontSize: 13, fontWeight: dashed ? 400 : 700, offset: [4, offset] },
  });
  return {
    grid: { left: 8, right: narrow ? 84 : 112, top: 16, bottom: 8, containLabel: true },
    tooltip: { trigger: "axis", valueFormatter: (value) => (value === undefined ? "" : shown(value)) },
    xAxis: { type: "value", min: 0, max: right, splitLine: { show: false }, interval: step(right, narrow ? 4 : 8),
      axisLabel: { formatter: clock, hideOverlap: true, showMaxLabel: right % step(right, narrow ? 4 : 8) === 0 } },
    yAxis: { type: "value", min: Math.max(0, low - air), max: high + air, splitNumber: 4,
      axisLabel: { formatter: (value) => String(Number(value.toFixed(2))), showMinLabel: false, showMaxLabel: false } },
    series: [
      line(words.best, best, words.found, token("primary"), 2.5, false, apart < 0.12 ? -8 : 0),
      { ...line(words.proven, bound, words.bound, token("ink-2"), 1.5, true, apart < 0.12 ? 10 : 0),
        areaStyle: { color: token("sunken"), opacity: 0.8, origin: "start" } },
    ],
  };
}

const STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

function step(seconds, ticks) {
  return STEPS.find((length) => seconds / length <= ticks) ?? 14400;
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, "0")}`;
}
