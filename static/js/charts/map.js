// Schools and the moves between them, schematically: near places are pulled apart, and no border is drawn.
import { sides } from "./names.js";
import { place, zones } from "./places.js";
import { say, wide } from "./theme.js";

const WIDE = 100, HIGH = 84, NAMED = 30, EDGE = 4, BRIM = 8;

export function option(data, { token, areas }, size) {
  const { schools, moves, words } = data;
  const at = place(schools, WIDE, HIGH, size);
  const busy = new Set(moves.flatMap((move) => [move.source, move.target]));
  const by = new Map(schools.map((school) => [school.id, school]));
  const people = (id) => moves.filter((move) => move.source === id || move.target === id)
    .reduce((total, move) => total + move.count, 0);
  const named = names(schools.filter((school) => schools.length <= NAMED || busy.has(school.id)), people, at, zones(schools, at), size);
  return {
    grid: { left: EDGE, right: EDGE, top: BRIM, bottom: BRIM },
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
            label: { show: named.has(school.id), position: named.get(school.id) ?? "bottom" } };
        }),
        label: { show: true, formatter: "{b}", color: token("ink"), fontSize: 12, distance: 5,
          textBorderColor: token("surface"), textBorderWidth: 3 },
        tooltip: { formatter: "{b}" },
      })),
    ],
  };
}

// Who sends or takes most people is named first; each name stands where it is clear, or not at all.
function names(shown, people, at, grounds, size) {
  const across = (x) => EDGE + (x / WIDE) * (size.width - 2 * EDGE), down = (y) => BRIM + (y / HIGH) * (size.height - 2 * BRIM);
  const points = shown.map((school) => ({ id: school.id, name: school.name, x: across(at.get(school.id)[0]), y: down(at.get(school.id)[1]) }));
  const words = grounds.map((zone) => {
    const length = wide(zone.name, 12), y = Math.max(down(zone.y - zone.high) - 8, 8);
    return [across(zone.x) - length / 2, y - 8, length, 16];
  });
  return sides(points.sort((one, other) => people(other.id) - people(one.id)), words, size);
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
