// On which side of its mark a school's name stands: clear of the marks, of other names and of the names of zones.
import { wide } from "./theme.js";

const SIZE = 12, HIGH = 15, MARK = 8, GAP = 5;
const OUTSIDE = 40, ON_A_NAME = 20, ON_A_ZONE = 8, ON_A_MARK = 4;
const SIDES = {
  bottom: (x, y, w) => [x - w / 2, y + GAP + 2, w, HIGH],
  top: (x, y, w) => [x - w / 2, y - GAP - 2 - HIGH, w, HIGH],
  right: (x, y, w) => [x + MARK + GAP - 2, y - HIGH / 2, w, HIGH],
  left: (x, y, w) => [x - MARK - GAP + 2 - w, y - HIGH / 2, w, HIGH],
};

// `points` are {id, name, x, y} in pixels, the most important first; `zones` are boxes of words that stand already.
export function sides(points, zones, size) {
  const marks = points.map((point) => [point.id, [point.x - MARK, point.y - MARK, 2 * MARK, 2 * MARK]]);
  const names = [], found = new Map();
  for (const { id, name, x, y } of points) {
    const best = Object.keys(SIDES).map((side, rank) => {
      const box = SIDES[side](x, y, wide(name, SIZE));
      return { side, box, cost: rank / 10 + cost(box, id, marks, names, zones, size) };
    }).reduce((one, other) => (other.cost < one.cost ? other : one));
    if (best.cost >= ON_A_NAME) continue;
    names.push(best.box);
    found.set(id, best.side);
  }
  return found;
}

function cost(box, id, marks, names, zones, size) {
  const [x, y, w, h] = box;
  const outside = x < 0 || y < 0 || x + w > size.width || y + h > size.height;
  return (outside ? OUTSIDE : 0)
    + ON_A_NAME * names.filter((other) => meet(box, other)).length
    + ON_A_ZONE * zones.filter((other) => meet(box, other)).length
    + ON_A_MARK * marks.filter(([other, mark]) => other !== id && meet(box, mark)).length;
}

function meet([x, y, w, h], [otherX, otherY, otherW, otherH]) {
  return x < otherX + otherW && otherX < x + w && y < otherY + otherH && otherY < y + h;
}
