// SPDX-License-Identifier: MIT
// The four plots of an attribute. Nothing is told by colour alone: curves are labelled, classes lie
// on different sides of a line, thresholds have names.
import { count, h, svg } from '../shared/dom.js';
import { threshold, three } from './numbers.js';

// The drawing, in its own units; it scales with the column it stands in.
const WIDTH = 400;
const HEIGHT = 312;
const LEFT = 58;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 46;

const FIFTHS = [0, 0.2, 0.4, 0.6, 0.8, 1];
const ACTIONS = [null, 'hold', 'reject'];

const px = (value) => value.toFixed(1);

// A figure with axes. x runs from 0 to 1, y from `low` to `high`. Returns what draws in data
// coordinates; `figure` is the element.
function plot({ id, title, description, xLabel, yLabel, low = 0, high = 1, yTicks = FIFTHS }) {
	const x = (value) => LEFT + value * (WIDTH - LEFT - RIGHT);
	const y = (value) => HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
	const root = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-labelledby': `${id}-t ${id}-d` },
		svg('title', { id: `${id}-t` }, title), svg('desc', { id: `${id}-d` }, description));
	const p = {
		x,
		y,
		figure: h('figure', null, h('figcaption', null, title), root),
		add: (name, attributes, ...children) => root.append(svg(name, attributes, ...children)),
		line: (className, x1, y1, x2, y2) => p.add('line', { class: className, x1: px(x(x1)), y1: px(y(y1)), x2: px(x(x2)), y2: px(y(y2)) }),
		dot: (className, cx, cy, r) => p.add('circle', { class: className, cx: px(x(cx)), cy: px(y(cy)), r: px(r) }),
		text: (className, anchor, at, to, dx, dy, what) =>
			p.add('text', { class: className, 'text-anchor': anchor, x: px(x(at) + dx), y: px(y(to) + dy) }, what),
	};
	for (const tick of FIFTHS) {
		p.line('grid', tick, low, tick, high);
		p.text('tick', 'middle', tick, low, 0, 17, tick.toFixed(1));
	}
	for (const tick of yTicks) {
		p.line('grid', 0, tick, 1, tick);
		p.text('tick', 'end', 0, tick, -7, 4, tick.toFixed(1));
	}
	p.line('axis', 0, low, 1, low);
	p.line('axis', 0, low, 0, high);
	p.add('text', { class: 'title', 'text-anchor': 'middle', x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 8 }, xLabel);
	p.add('text', { class: 'title', 'text-anchor': 'middle', transform: `translate(13 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)` }, yLabel);
	return p;
}

const own = (thresholds) => thresholds.filter(([, action]) => action);

// ---- curves, with the policy's thresholds on them ----

function curve(p, points) {
	let d = '';
	for (let i = 0; i + 1 < points.length; i += 2) d += `${i ? 'L' : 'M'}${px(p.x(points[i] / 1e4))} ${px(p.y(points[i + 1] / 1e4))}`;
	p.add('path', { class: 'curve', d });
}

// How far a label stands below its mark: beside it on a ROC curve, above it (or below, at the top) on
// the other, and away from the label before it.
function evade(p, isRoc, x, y, last) {
	let dy = isRoc ? 4 : p.y(y) - p.y(1) > 24 ? -10 : 20;
	while (p.y(y) + dy > p.y(0) - 5 || (Math.abs(p.x(x) - last.x) < 90 && Math.abs(p.y(y) + dy - last.y) < 14)) dy -= 2;
	return dy;
}

function marks(p, thresholds, isRoc) {
	let last = { x: -1000, y: -1000 };
	for (const [value, action, recall, benign, precision] of own(thresholds).reverse()) {
		const [x, y] = isRoc ? [benign, recall] : [recall, precision];
		if (x === null || y === null) continue;
		const dy = evade(p, isRoc, x, y, last);
		last = { x: p.x(x), y: p.y(y) + dy };
		p.dot(`mark ${ACTIONS[action]}`, x, y, 4.5);
		p.text('label', x < 0.7 ? 'start' : 'end', x, y, x < 0.7 ? 9 : -9, dy, `${ACTIONS[action]} ≥ ${threshold(value)}`);
	}
}

export function roc(attribute, all) {
	const p = plot({
		id: `roc-${attribute.name}`,
		title: 'ROC curve',
		description: `The receiver operating characteristic of ${attribute.name}. The area under the curve is ${three(all?.auc)}; chance, the dashed diagonal, has 0.5. Circles mark the policy's thresholds.`,
		xLabel: 'share of benign comments flagged',
		yLabel: 'share of positives caught',
	});
	p.line('guide', 0, 0, 1, 1);
	p.text('faint', 'end', 1, 0, -6, -8, 'dashed: chance');
	curve(p, attribute.roc);
	marks(p, attribute.thresholds, true);
	return p.figure;
}

export function precisionRecall(attribute, all) {
	const rate = attribute.positives / attribute.n;
	const p = plot({
		id: `pr-${attribute.name}`,
		title: 'Precision and recall',
		description: `Precision against recall of ${attribute.name}. The average precision is ${three(all?.average_precision)}; flagging at random, the dashed line, has ${three(rate)}, the share of positives. Circles mark the policy's thresholds.`,
		xLabel: 'recall: share of positives caught',
		yLabel: 'precision: share of flagged, positive',
	});
	p.line('guide', 0, rate, 1, rate);
	p.text('faint', 'start', 0, rate, 6, rate < 0.08 ? -6 : 14, 'dashed: chance');
	curve(p, attribute.pr);
	marks(p, attribute.thresholds, false);
	return p.figure;
}

// ---- reliability ----

// Wilson's 95 % interval of a share (Wilson 1927, https://doi.org/10.2307/2276774).
function wilson(share, n) {
	const z2 = 3.8414588206941254;
	const middle = (share + z2 / 2 / n) / (1 + z2 / n);
	const width = Math.sqrt(z2 * ((share * (1 - share)) / n + z2 / 4 / n / n)) / (1 + z2 / n);
	return [Math.max(middle - width, 0), Math.min(middle + width, 1)];
}

export function reliability(attribute, all) {
	const p = plot({
		id: `reliability-${attribute.name}`,
		title: 'Reliability',
		description: `How often comments of a score are labelled ${attribute.name}, in ten bins, with 95 % intervals; on the dashed diagonal a score is the share. The expected calibration error is ${three(all?.ece)}.`,
		xLabel: 'score',
		yLabel: 'share labelled positive',
	});
	p.line('guide', 0, 0, 1, 1);
	p.text('faint', 'start', 0, 1, 6, 12, 'dashed: a score means what it says');
	p.text('faint', 'start', 0, 1, 6, 27, 'larger circle: more comments');
	for (const [score, share, n] of attribute.reliability) {
		const [low, high] = wilson(share, n);
		p.line('whisker', score, low, score, high);
		p.dot('point', score, share, 2.5 + 9 * Math.sqrt(n / attribute.n));
	}
	return p.figure;
}

// ---- histogram ----

// A share as a height: square roots keep the rare visible beside the common.
const heightOf = (share) => Math.sqrt(share);

// Shares that fit under `top`, not too close to each other.
function shareTicks(top) {
	const ticks = [0];
	for (const share of [0.01, 0.05, 0.1, 0.25, 0.5, 1])
		if (share <= top && heightOf(share) - heightOf(ticks.at(-1)) >= heightOf(top) / 7) ticks.push(share);
	return ticks;
}

function bars(p, shares, side) {
	const width = p.x(0.84 / shares.length) - p.x(0);
	shares.forEach((share, i) => {
		if (!share) return;
		const [top, bottom] = side ? [heightOf(share), 0] : [0, -heightOf(share)];
		p.add('rect', { class: side ? 'bar one' : 'bar zero', x: px(p.x((i + 0.08) / shares.length)), y: px(p.y(top)), width: px(width), height: px(p.y(bottom) - p.y(top)) });
	});
}

// Lines first, then their names, so that no line crosses a name.
function levels(p, thresholds, edge) {
	for (const [value] of own(thresholds)) p.line('level', value, -edge, value, edge);
	own(thresholds).reverse().forEach(([value, action], i) => p.text('label', 'end', value, edge, -4, 11 + 14 * i, ACTIONS[action]));
}

export function histogram(attribute) {
	const { name, n, positives, thresholds } = attribute;
	const totals = [n - positives, positives];
	const shares = attribute.histogram.map((bins, side) => bins.map((value) => (value ? value / totals[side] : 0)));
	const top = Math.max(...shares.flat());
	const edge = heightOf(top) * 1.08;
	const p = plot({
		id: `histogram-${name}`,
		title: 'Scores by label',
		description: `The scores of ${count(positives)} comments labelled ${name}, upwards, and of ${count(n - positives)} labelled not, downwards, each as shares of its own class. Upright lines mark the policy's thresholds.`,
		xLabel: 'score',
		yLabel: 'share of its class, square-root scale',
		low: -edge,
		high: edge,
		yTicks: [],
	});
	for (const share of shareTicks(top))
		for (const height of share ? [heightOf(share), -heightOf(share)] : [0]) {
			p.line('grid', 0, height, 1, height);
			p.text('tick', 'end', 0, height, -7, 4, `${Math.round(share * 100)} %`);
		}
	bars(p, shares[1], 1);
	bars(p, shares[0], 0);
	p.line('axis', 0, 0, 1, 0);
	levels(p, thresholds, edge);
	p.text('label', 'start', 0, edge, 8, 11, '↑ labelled positive');
	p.text('label', 'end', 1, -edge, -4, -6, '↓ labelled benign');
	return p.figure;
}
