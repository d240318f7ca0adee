// Schools and the moves between them, schematically: near places are pulled apart, and no border is drawn.
import { place, zones } from "./places.js";
import { say } from "./theme.js";

const WIDE = 100, HIGH = 84, NAMED = 30;

export function option(data, { token, areas }, size) {
  const { schools, moves, words } = data;
  const at = place(schools, WIDE, HIGH, size);
  const busy = new Set(moves.flatMap((move) => [move.source, move.target]));
  const named = (school) => schools.length <= NAMED || busy.has(school.id);
  const by = new Map(schools.map((school) => [school.id, school]));
  const people = (id) => moves.filter((move) => move.source === id || move.target === id)
    .reduce((total, move) => total + move.count, 0);
  return {
    grid: { left: 4, right: 4, top: 8, bottom: 8 },
    xAxis: { type: "value", min: 0, max: WIDE, show: false },
    yAxis: { type: "value", min: 0, max: HIGH, inverse: true, show: false },
    tooltip: { trigger: "item" },
    series: [
      ...grounds(zones(schools, at), token),
      {
        type: "lines", coordinateSystem: "cartesian2d", z: 1, symbol: ["none", "arrow"], symbolSize: 8,
        data: moves.filter((move) => by.has(move.source) && by.has(move.target)).map((move) => {
          const to = by.get(move.target).area;
          return {
            name: say(words.way, { from: by.get(move.source).name, to: by.get(move.target).name, count: move.count }),
            coords: [at.get(move.source), at.get(move.target)],
            lineStyle: { color: token(to), width: 0.6 + move.count * 0.8, opacity: 0.58, curveness: 0.18,
              type: to === "urban" ? "dashed" : "solid" },
          };
        }),
        tooltip: { formatter: (point) => point.name },
      },
      ...Object.keys(areas).map((area) => ({
        type: "scatter", z: 3, symbol: areas[area].symbol, symbolSize: (area === "mountain" ? 14 : 13) - (schools.length > NAMED ? 2 : 0),
        itemStyle: { color: token(area), borderColor: token("surface"), borderWidth: 1.5, opacity: 1 },
        data: schools.filter((school) => school.area === area).map((school) => {
          const [x, y] = at.get(school.id);
          return { name: school.name, value: [x, y, people(school.id)],
            label: { show: named(school), position: x > 88 ? "left" : y > HIGH - 8 ? "top" : x < 12 ? "right" : "bottom" } };
        }),
        label: { show: true, formatter: "{b}", color: token("ink"), fontSize: 12, distance: 5,
          textBorderColor: token("surface"), textBorderWidth: 3 },
        labelLayout: { hideOverlap: true }, tooltip: { formatter: "{b}" },
      })),
    ],
  };
}

// The grounds of the zones first, their names above all grounds: one zone must not hide another's name.
function grounds(all, token) {
  const ground = { fill: token("tint"), stroke: token("rule"), lineDash: [3, 4], lineWidth: 1 };
  const word = { align: "center", verticalAlign: "middle", fill: token("ink-3"), fontSize: 12, fontFamily: token("sans") };
  const series = (z, shape) => ({
    type: "custom", silent: true, z, data: all.map((zone, index) => [index, zone.x, zone.y]),
    renderItem: (params, api) => {
      const zone = all[params.dataIndex];
      const [cx, cy] = api.coord([zone.x, zone.y]);
      const [rx, ry] = api.size([zone.wide, zone.high]);
      return shape(zone, cx, cy, rx, ry);
    },
  });
  return [
    series(0, (zone, cx, cy, rx, ry) => ({ type: "ellipse", shape: { cx, cy, rx, ry }, style: ground })),
    series(2, (zone, cx, cy, rx, ry) => ({ type: "text", style: { ...word, text: zone.name, x: cx, y: Math.max(cy - ry - 8, 8) } })),
  ];
}
