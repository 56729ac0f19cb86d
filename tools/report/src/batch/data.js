// SPDX-License-Identifier: MIT
// What the program wrote (tools/site/site_page.c, site_row.h) as columns: sorting and filtering are loops
// over arrays of numbers, 100,000 rows in some milliseconds.
import { hostOf, hostsOf, spansOf } from './text.js';

export const DECISIONS = ['publish', 'hold', 'reject'];
export const WORDS = ['published', 'held', 'rejected'];

const facts = JSON.parse(document.getElementById('facts').textContent);
const blocks = [...document.querySelectorAll('script.rows')].map((block) => JSON.parse(block.textContent));

export const attributes = facts.attributes;
export const rules = facts.rules.map(([name, action, message, attribute, threshold]) => ({
	name,
	action,
	message,
	attribute: attribute ? attributes.indexOf(attribute) : -1,
	threshold,
}));
export const total = facts.n.reduce((a, b) => a + b, 0);
export const size = facts.listed;
export const isCut = size < total;
export { facts };

const A = attributes.length;
export const decision = new Uint8Array(size);
export const scores = new Int32Array(size * A); // [row][attribute], millionths
export const highest = new Int32Array(size);
export const time = new Float64Array(size); // NaN: unknown
export const thread = new Int32Array(size); // -1: none
export const author = new Int32Array(size); // -1: none
export const rows = new Array(size); // as they came, for what is shown
export const threads = []; // {key, title, url, named}
export const authors = [];

// The places of a row's array.
export const ROW = { reasons: 3, text: 4, id: 5, author: 6, time: 7, authorUrl: 8, state: 9, parent: 10, campaign: 11 };

function interner(list, make) {
	const known = new Map();
	return (key, ...rest) => {
		let at = known.get(key);
		if (at === undefined) {
			at = list.push(make(key, ...rest)) - 1;
			known.set(key, at);
		}
		return at;
	};
}

function read() {
	const given = []; // threads by the number that the program gave them
	const threadOf = interner(threads, (key, group, title, url) => ({ key, group, title, url, named: Boolean(group || url) }));
	const authorOf = interner(authors, (key) => key);
	let i = 0;
	for (const row of blocks.flat()) {
		rows[i] = row;
		decision[i] = row[1];
		for (let a = 0; a < A; a++) {
			const value = row[2][a];
			scores[i * A + a] = value;
			if (value > highest[i]) highest[i] = value;
		}
		time[i] = typeof row[ROW.time] === 'number' && row[ROW.time] ? row[ROW.time] : NaN;
		author[i] = row[ROW.author] ? authorOf(row[ROW.author]) : -1;
		if (Array.isArray(row[0])) {
			const [group, title, url] = row[0];
			given.push(threadOf(String(group || url || title), group || '', title || '', url || ''));
			thread[i] = given.at(-1);
		} else {
			thread[i] = row[0] ? given[row[0] - 1] : -1;
		}
		i++;
	}
}
read();

export const idOf = (i) => (typeof rows[i][ROW.id] === 'number' ? `line ${rows[i][ROW.id]}` : rows[i][ROW.id]);
export const textOf = (i) => rows[i][ROW.text];
export const reasonsOf = (i) => rows[i][ROW.reasons];
export const marksOf = (i) => spansOf(reasonsOf(i));
export const campaignOf = (i) => rows[i][ROW.campaign] || null; // [id, size]
export const threadName = (at) => threads[at].title || threads[at].group || threads[at].url.replace(/^https?:\/\//i, '');
export const hasTimes = facts.days.length > 0;

// The attribute that scores highest in a row.
export function strongest(i) {
	let best = 0;
	for (let a = 1; a < A; a++) if (scores[i * A + a] > scores[i * A + best]) best = a;
	return best;
}

// An attribute's lowest thresholds by action: [ , hold, reject]; undefined where there is none.
export function thresholdsOf(a) {
	const lowest = [];
	for (const rule of rules) {
		if (rule.attribute !== a) continue;
		if (lowest[rule.action] === undefined || rule.threshold < lowest[rule.action]) lowest[rule.action] = rule.threshold;
	}
	return lowest;
}

// Made when first asked for.
const once = (make) => {
	let made;
	return () => (made ??= make());
};

export const hosts = once(() => {
	const names = [];
	const numberOf = interner(names, (key) => key);
	const sites = threads.map(({ url }) => hostOf(url));
	const ofRow = rows.map((row, i) => {
		const found = hostsOf(row[ROW.text], row[ROW.authorUrl], sites[thread[i]]);
		return found.size ? [...found].map((host) => numberOf(host)) : null;
	});
	return { names, ofRow };
});

// Lower-case text to search in: the comment, and who wrote it where.
export const haystack = once(() =>
	rows.map((row, i) => {
		const where = thread[i] < 0 ? '' : threadName(thread[i]);
		return `${row[ROW.text]}\n${row[ROW.author] || ''}\n${where}\n${row[ROW.id]}`.toLowerCase();
	}),
);

// Rows by a key: {key, n: [publish, hold, reject], first}, the most held and rejected first.
export function tally(keysOf) {
	const groups = new Map();
	for (let i = 0; i < size; i++) {
		for (const key of keysOf(i)) {
			let group = groups.get(key);
			if (!group) groups.set(key, (group = { key, n: [0, 0, 0], first: i }));
			group.n[decision[i]]++;
		}
	}
	const bad = (group) => group.n[1] + group.n[2];
	const all = (group) => bad(group) + group.n[0];
	return [...groups.values()].sort((a, b) => bad(b) - bad(a) || all(b) - all(a) || a.first - b.first);
}
