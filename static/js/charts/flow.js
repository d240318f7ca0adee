// Who moves between the areas: three sources at the left, three destinations at the right, always in the same order.
import { say, wide } from "./theme.js";

const ORDER = ["urban", "township", "mountain"];
const LABELLED_SHARE = 0.15;

export function option(data, { token }, size) {
  const { moves, words } = data;
  const sum = (test) => moves.filter(test).reduce((total, move) => total + move[2], 0);
  const all = sum(() => true);
  const leaving = ORDER.filter((area) => sum((move) => move[0] === area));
  const arriving = ORDER.filter((area) => sum((move) => move[1] === area));
  const parts = (area) => moves.filter((move) => move[1] === area)
    .map((move) => say(words.part, { area: words[move[0]], count: move[2] })).join(words.comma);
  const narrow = size.width < 420;
  const left = Math.max(...ORDER.map((area) => wide(words[area], 14)), wide(say(words.out, { count: all }), 12)) + 10;
  const right = Math.max(...ORDER.map((area) => Math.max(
    wide(`${words[area]} ${say(words.in, { count: all })}`, 13), narrow ? 0 : wide(parts(area), 12),
  ))) + 12;

  const nodes = [
    ...leaving.map((area) => ({
      name: `out-${area}`, depth: 0, itemStyle: { color: token(area) },
      label: { position: "left", formatter: `{n|${words[area]}}\n{v|${say(words.out, { count: sum((move) => move[0] === area) })}}` },
    })),
    ...arriving.map((area) => ({
      name: `in-${area}`, depth: 1, itemStyle: { color: token(area) },
      label: { position: "right", formatter: `{n|${words[area]}} {v|${say(words.in, { count: sum((move) => move[1] === area) })}}`
        + (narrow ? "" : `\n{v|${parts(area)}}`) },
    })),
  ];
  return {
    tooltip: {
      trigger: "item",
      formatter: (point) => (point.dataType === "edge" ? say(words.way, {
        from: words[point.data.source.slice(4)], to: words[point.data.target.slice(3)], count: point.value,
      }) : ""),
    },
    series: [{
      type: "sankey", animation: false, left, right, top: 14, bottom: 14, nodeWidth: 12, nodeGap: 26,
      layoutIterations: 0, draggable: false, data: nodes,
      links: moves.map(([from, to, count]) => ({
        source: `out-${from}`, target: `in-${to}`, value: count, lineStyle: { color: token(to), opacity: 0.28 },
        edgeLabel: {
          show: count >= LABELLED_SHARE * all, formatter: say(words.people, { count }), color: token("ink"),
          fontSize: narrow ? 12 : 14, fontWeight: 700,
        },
      })),
      lineStyle: { curveness: 0.5 }, emphasis: { focus: "adjacency", lineStyle: { opacity: 0.5 } },
      label: { color: token("ink"), rich: {
        n: { fontSize: 14, fontWeight: 700, color: token("ink"), lineHeight: 20 },
        v: { fontSize: 12, color: token("ink-2"), lineHeight: 18 },
      } },
    }],
  };
}
