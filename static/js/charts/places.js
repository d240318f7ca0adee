// Where schools stand in the schematic picture: directions are kept, distances from the middle are evened out.
const EVEN = 0.55, ROUNDS = 80, MARGIN = 9, WIDEST = 100, HIGHEST = 84, AROUND = 7;

export function place(schools, wide, high, size) {
  const middle = [median(schools.map((school) => school.x)), median(schools.map((school) => school.y))];
  const spread = schools.map((school) => {
    const dx = school.x - middle[0], dy = school.y - middle[1];
    const far = Math.hypot(dx, dy);
    const pull = far ? far ** EVEN / far : 0;
    return [dx * pull, dy * pull];
  });
  const fitted = fit(spread, wide, high);
  push(fitted, wide, high, size);
  return new Map(schools.map((school, index) => [school.id, fitted[index]]));
}

export function zones(schools, at) {
  const groups = new Map();
  for (const school of schools) {
    if (school.zone) groups.set(school.zone, [...(groups.get(school.zone) ?? []), at.get(school.id)]);
  }
  return [...groups].filter(([, points]) => points.length > 1).map(([name, points]) => {
    const [x, wide] = span(points.map((point) => point[0])), [y, high] = span(points.map((point) => point[1]));
    return { name, x, y, wide: Math.min(wide, x, WIDEST - x), high: Math.min(high, HIGHEST - y + 1) };
  });
}

// The middle of some places on one axis, and how far a ground around them reaches to either side.
function span(values) {
  const low = Math.min(...values), high = Math.max(...values);
  return [(low + high) / 2, (high - low) / 2 + AROUND];
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function fit(points, wide, high) {
  const across = shares(points.map((point) => point[0])), down = shares(points.map((point) => point[1]));
  return points.map((point, index) => [
    MARGIN + across[index] * (wide - 2 * MARGIN), high - MARGIN - down[index] * (high - 2 * MARGIN),
  ]);
}

// Half by true distance, half by order: a crowd in the middle gets room without changing who is left of whom.
function shares(values) {
  const low = Math.min(...values), length = Math.max(...values) - low || 1;
  const sorted = [...values].sort((one, other) => one - other);
  const last = Math.max(values.length - 1, 1);
  return values.map((value) => (value - low) / length / 2 + sorted.indexOf(value) / last / 2);
}

// Moves neighbours apart until marks and names have room; the same input always gives the same picture.
function push(points, wide, high, size) {
  const room = Math.min(11, 40 / Math.sqrt(points.length)) * Math.min(1.4, 700 / Math.max(size.width, 320));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let one = 0; one < points.length; one += 1) {
      for (let other = one + 1; other < points.length; other += 1) {
        const dx = points[other][0] - points[one][0] || (other - one) * 0.01, dy = points[other][1] - points[one][1];
        const apart = Math.hypot(dx, dy) || 0.01;
        if (apart >= room) continue;
        const step = (room - apart) / 2 / apart;
        shift(points[one], -dx * step, -dy * step, wide, high);
        shift(points[other], dx * step, dy * step, wide, high);
      }
    }
  }
}

function shift(point, dx, dy, wide, high) {
  point[0] = Math.min(wide - MARGIN / 2, Math.max(MARGIN / 2, point[0] + dx));
  point[1] = Math.min(high - MARGIN / 2, Math.max(MARGIN / 2, point[1] + dy));
}
