// SPDX-License-Identifier: MIT
// Which rows a filter leaves, and in which order.
import * as data from './data.js';

const A = data.attributes.length;

// "0.79" in millionths; what is no number bounds nothing.
function millionths(text, otherwise) {
	const value = text ? Number(text) : NaN;
	return Number.isFinite(value) ? Math.round(value * 1e6) : otherwise;
}

// "2025-02-03", or an hour of it, "2025-02-03T08": when it begins, and how long it is.
const lengthOf = (period) => (period?.length > 10 ? 3600 : 86400);
const startOf = (period) => (period ? Date.parse(`${period}${period.length > 10 ? '' : 'T00'}:00:00Z`) / 1000 : NaN);

// The column of scores that the filter and the order speak of.
function column(state) {
	const a = data.attributes.indexOf(state.a);
	return a < 0 ? (i) => data.highest[i] : (i) => data.scores[i * A + a];
}

// Tests of one row each; all but the decision.
function testsOf(state) {
	const tests = [];
	const score = column(state);
	const min = millionths(state.min, -1);
	const max = millionths(state.max, Infinity);
	if (min > 0 || max < 1e6) tests.push((i) => score(i) >= min && score(i) <= max);
	if (state.author) {
		const at = data.authors.indexOf(state.author);
		tests.push((i) => data.author[i] === at && at >= 0);
	}
	if (state.thread) {
		const at = data.threads.findIndex((thread) => thread.key === state.thread);
		tests.push((i) => data.thread[i] === at && at >= 0);
	}
	if (state.host) {
		const { names, ofRow } = data.hosts();
		const at = names.indexOf(state.host);
		tests.push((i) => ofRow[i]?.includes(at) ?? false);
	}
	if (state.rule) {
		const at = data.rules.findIndex((rule) => rule.name === state.rule);
		tests.push((i) => data.reasonsOf(i).some((reason) => reason[0] === at));
	}
	if (state.campaign) tests.push((i) => String(data.campaignOf(i)?.[0]) === state.campaign);
	if (state.state) tests.push((i) => data.rows[i][data.ROW.state] === state.state);
	const from = startOf(state.from);
	const to = startOf(state.to) + lengthOf(state.to); // that one too
	if (!Number.isNaN(from)) tests.push((i) => data.time[i] >= from);
	if (!Number.isNaN(to)) tests.push((i) => data.time[i] < to);
	if (state.q) {
		const needle = state.q.toLowerCase();
		const texts = data.haystack();
		tests.push((i) => texts[i].includes(needle));
	}
	return tests;
}

// Published comments last: a person looks at what is held, then at what was rejected for them.
const URGENCY = [2, 0, 1];

const ORDERS = {
	queue: (state) => {
		const score = column(state);
		return (a, b) => URGENCY[data.decision[a]] - URGENCY[data.decision[b]] || score(b) - score(a) || a - b;
	},
	score: (state) => {
		const score = column(state);
		return (a, b) => score(b) - score(a) || a - b;
	},
	low: (state) => {
		const score = column(state);
		return (a, b) => score(a) - score(b) || a - b;
	},
	// what has no time comes last
	new: () => (a, b) => (data.time[b] || 0) - (data.time[a] || 0) || a - b,
	old: () => (a, b) => (data.time[a] || Infinity) - (data.time[b] || Infinity) || a - b,
	long: () => (a, b) => data.textOf(b).length - data.textOf(a).length || a - b,
};

export const SORTS = [
	['queue', 'To be looked at first'],
	['score', 'Highest score'],
	['low', 'Lowest score'],
	...(data.hasTimes
		? [
				['new', 'Newest'],
				['old', 'Oldest'],
			]
		: []),
	['long', 'Longest'],
	['file', 'As in the input'],
];

export const decisionsOf = (state) => {
	const chosen = (state.d ?? '').split(',').map((word) => data.DECISIONS.indexOf(word));
	const any = chosen.some((d) => d >= 0);
	return data.DECISIONS.map((_, d) => !any || chosen.includes(d));
};

// {order: rows, n: how many there would be of each decision}
export function apply(state) {
	const tests = testsOf(state);
	const shown = decisionsOf(state);
	const order = [];
	const n = [0, 0, 0];
	for (let i = 0; i < data.size; i++) {
		if (!tests.every((test) => test(i))) continue;
		n[data.decision[i]]++;
		if (shown[data.decision[i]]) order.push(i);
	}
	const compare = ORDERS[state.sort ?? 'queue']?.(state);
	if (compare) order.sort(compare);
	return { order, n };
}
