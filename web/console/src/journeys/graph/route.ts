import type { Drawn } from './layout.ts';

/** Height of the bends below a step and above the next one, px. */
const BEND = 26;
const RADIUS = 12;

type Point = readonly [number, number];

/** The corners of a way, from the step down to its target. */
export function cornersOf({ startX, startY, lane, endX, endY }: Drawn): Point[] {
  const points: Point[] = [
    [startX, startY],
    [startX, startY + BEND],
    [lane, startY + BEND],
    [lane, endY - BEND],
    [endX, endY - BEND],
    [endX, endY],
  ];
  return points.filter(
    ([x, y], at) => at === 0 || x !== points[at - 1]?.[0] || y !== points[at - 1]?.[1],
  );
}

/** A way as an SVG path with rounded corners. */
export function pathOf(way: Drawn): string {
  const points = cornersOf(way);
  const [first, ...rest] = points;
  if (!first) return '';
  const parts = [`M${first[0]} ${first[1]}`];
  rest.forEach((point, at) => {
    const before = points[at] ?? first;
    const next = points[at + 2];
    if (!next) {
      parts.push(`L${point[0]} ${point[1]}`);
      return;
    }
    const radius = Math.min(RADIUS, distance(before, point) / 2, distance(point, next) / 2);
    const from = towards(point, before, radius);
    const to = towards(point, next, radius);
    parts.push(`L${from[0]} ${from[1]}`, `Q${point[0]} ${point[1]} ${to[0]} ${to[1]}`);
  });
  return parts.join('');
}

/** Where the plus of a way stands, and its name above it. */
export function plusOf(way: Drawn): { x: number; y: number; nameY: number } {
  const y = way.startY + (way.named ? BEND + 60 : BEND);
  return { x: way.lane, y: way.named || way.lane === way.startX ? y : y + 16, nameY: y - 34 };
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(bx - ax, by - ay);
}

function towards([x, y]: Point, [toX, toY]: Point, by: number): Point {
  const length = Math.hypot(toX - x, toY - y);
  if (length === 0) return [x, y];
  const round = (value: number): number => Math.round(value * 10) / 10;
  return [round(x + ((toX - x) / length) * by), round(y + ((toY - y) / length) * by)];
}
