// SPDX-License-Identifier: MIT
// Plots as SVG: sharp in print, coloured by the style sheet, and said in words beside.
import { scaleLinear, scaleLog, scaleUtc } from 'd3-scale';
import { utcDay, utcHour, utcMonth, utcWeek, utcYear } from 'd3-time';
import { count, day, minute, plural, svg } from '../shared/dom.js';
import { WORDS } from './data.js';

const CLASSES = ['publish', 'hold', 'reject'];

const text = (x, y, what, attributes) => svg('text', { x, y, ...attributes }, what);

// ---- comments by time ----

const UNITS = [
	{ name: 'hour', step: utcHour, most: 4 * 24 },
	{ name: 'day', step: utcDay, most: 120 },
	{ name: 'week', step: utcWeek, most: 160 },
	{ name: 'month', step: utcMonth, most: 160 },
	{ name: 'year', step: utcYear, most: Infinity },
];

// Counts [[seconds, publish, hold, reject], …] in steps that leave the bars wide enough; the steps
// without comments too. `finest`: what the counts can tell apart.
export function steps(counts, finest) {
	const first = new Date(counts[0][0] * 1000);
	const last = new Date(counts.at(-1)[0] * 1000);
	const from = UNITS.findIndex((unit) => unit.name === finest);
	const unit = UNITS.find((u, i) => i >= from && u.step.count(u.step.floor(first), last) < u.most);
	const starts = unit.step.range(unit.step.floor(first), unit.step.offset(last, 1));
	const at = new Map(starts.map((start, i) => [+start, i]));
	const bars = starts.map((start) => ({ start: start / 1000, end: unit.step.offset(start, 1) / 1000, n: [0, 0, 0] }));
	for (const [seconds, ...n] of counts) {
		const bar = bars[at.get(+unit.step.floor(new Date(seconds * 1000)))];
		n.forEach((value, d) => (bar.n[d] += value));
	}
	return { unit: unit.name, bars };
}

export const stepName = (bar, unit) =>
	unit === 'hour' ? `${minute(bar.start)}` : unit === 'month' ? day(bar.start).slice(0, 7) : unit === 'year' ? day(bar.start).slice(0, 4) : day(bar.start);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// The largest unit that begins at a tick.
function tickName(date) {
	const month = MONTHS[date.getUTCMonth()];
	if (date.getUTCHours()) return `${date.getUTCHours()}:00`;
	if (date.getUTCDate() > 1) return `${date.getUTCDate()} ${month}`;
	return date.getUTCMonth() ? month : String(date.getUTCFullYear());
}

// One row of bars, `parts` of each stacked.
function panel({ bars, x, top, height, width, left, parts, title }) {
	const most = Math.max(1, ...bars.map((bar) => parts.reduce((sum, d) => sum + bar.n[d], 0)));
	const y = scaleLinear([0, most], [top + height, top]).nice(3);
	const group = svg('g', null, text(left, top - 10, title, { class: 'title' }));
	for (const tick of y.ticks(3).filter(Number.isInteger)) {
		group.append(
			svg('line', { class: 'grid', x1: left, x2: width, y1: y(tick), y2: y(tick) }),
			text(left - 6, y(tick) + 4, count(tick), { class: 'tick', 'text-anchor': 'end' }),
		);
	}
	for (const bar of bars) {
		const x0 = x(bar.start * 1000);
		const w = Math.max(1, x(bar.end * 1000) - x0 - (bars.length < 100 ? 1.5 : 0.5));
		let sum = 0;
		for (const d of parts) {
			if (!bar.n[d]) continue;
			const bottom = y(sum);
			sum += bar.n[d];
			const least = Math.max(1, bottom - y(sum)); // one comment can be seen
			group.append(svg('rect', { class: `bar ${CLASSES[d]}`, x: x0, y: bottom - least, width: w, height: least }));
		}
	}
	return group;
}

export function timeline({ bars, unit }, width, go) {
	const left = 44;
	const tall = width < 560 ? 90 : 120;
	const x = scaleUtc([bars[0].start * 1000, bars.at(-1).end * 1000], [left, width - 2]);
	const bottom = tall + 36 + tall;
	const root = svg('svg', {
		viewBox: `0 0 ${width} ${bottom + 50}`,
		width,
		height: bottom + 50,
		role: 'img',
		'aria-label': `Comments by ${unit}: all of them, and below those held and rejected. The table has the numbers.`,
	});
	root.append(
		panel({ bars, x, top: 26, height: tall - 4, width, left, parts: [0, 1, 2], title: 'All comments' }),
		panel({ bars, x, top: tall + 62, height: tall - 40, width, left, parts: [1, 2], title: 'Held and rejected' }),
	);
	const axis = tall + 62 + tall - 40;
	root.append(svg('line', { class: 'axis', x1: left, x2: width, y1: axis + 0.5, y2: axis + 0.5 }));
	for (const tick of x.ticks(width < 560 ? 4 : 8)) {
		const at = x(tick);
		if (at < left + 12 || at > width - 16) continue;
		root.append(
			svg('line', { class: 'axis', x1: at, x2: at, y1: axis, y2: axis + 5 }),
			text(at, axis + 19, tickName(tick), { class: 'tick', 'text-anchor': 'middle' }),
		);
	}
	for (const bar of bars) {
		const x0 = x(bar.start * 1000);
		const of = bar.n.map((n, d) => `${count(n)} ${WORDS[d]}`).join(', ');
		root.append(
			svg(
				'rect',
				{ class: 'target', x: x0, y: 20, width: Math.max(1, x(bar.end * 1000) - x0), height: axis - 20, onclick: () => go(bar) },
				svg('title', null, `${unit === 'week' ? 'week of ' : ''}${stepName(bar, unit)}: ${of}`),
			),
		);
	}
	return root;
}

// ---- a distribution of scores ----

export function histogram(name, bins, thresholds, width, go) {
	const left = 38;
	const height = 96;
	const top = 36;
	const most = Math.max(1, ...bins);
	const y = scaleLog([0.6, Math.max(10, most)], [top + height, top]).clamp(true);
	const x = scaleLinear([0, 1], [left, width - 8]);
	const bottom = top + height;
	const band = (value) => (value >= (thresholds[2] ?? 2) ? 2 : value >= (thresholds[1] ?? 2) ? 1 : 0);
	const root = svg('svg', {
		viewBox: `0 0 ${width} ${bottom + 24}`,
		width,
		height: bottom + 24,
		role: 'img',
		'aria-label': `${name}: how many comments have which score, from 0 to 1; heights are logarithmic.`,
	});
	for (let tick = 1; tick <= Math.max(10, most); tick *= 10) {
		root.append(
			svg('line', { class: 'grid', x1: left, x2: width - 8, y1: y(tick), y2: y(tick) }),
			text(left - 6, y(tick) + 4, tick >= 1e6 ? `${tick / 1e6}M` : tick >= 1000 ? `${tick / 1000}k` : tick, { class: 'tick', 'text-anchor': 'end' }),
		);
	}
	bins.forEach((n, i) => {
		const [low, high] = [i / bins.length, (i + 1) / bins.length];
		if (n) root.append(svg('rect', { class: `bar ${CLASSES[band((low + high) / 2)]}`, x: x(low), y: y(n), width: x(high) - x(low) - 0.75, height: bottom - y(n) }));
	});
	root.append(svg('line', { class: 'axis', x1: left, x2: width - 8, y1: bottom + 0.5, y2: bottom + 0.5 }));
	for (const tick of [0, 0.25, 0.5, 0.75, 1])
		root.append(text(x(tick), bottom + 17, tick, { class: 'tick', 'text-anchor': tick === 1 ? 'end' : 'middle' }));
	[, 1, 2].forEach((d) => {
		const at = thresholds[d];
		if (at === undefined) return;
		const both = thresholds[3 - d] !== undefined;
		const label = `${d === 1 ? 'hold' : 'reject'} ${at}`;
		const right = d === 2 || !both;
		root.append(
			svg('line', { class: `threshold ${CLASSES[d]}`, x1: x(at), x2: x(at), y1: top - (right ? 22 : 5), y2: bottom }),
			text(Math.min(x(at) - 4, width - 8), top - (right ? 14 : -1), label, { class: `label ${CLASSES[d]}`, 'text-anchor': 'end' }),
		);
	});
	bins.forEach((n, i) => {
		const [low, high] = [i / bins.length, (i + 1) / bins.length];
		if (!n) return;
		root.append(
			svg(
				'rect',
				{ class: 'target', x: x(low), y: top, width: x(high) - x(low), height, onclick: () => go(low, high) },
				svg('title', null, `${low.toFixed(2)} to ${high.toFixed(2)}: ${plural(n, 'comment')}`),
			),
		);
	});
	return root;
}
