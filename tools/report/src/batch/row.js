// SPDX-License-Identifier: MIT
// A comment in the list: a few lines, or all that is known of it.
import * as data from './data.js';
import { count, h, minute, score } from '../shared/dom.js';
import { commentsHref } from './state.js';
import { name, plain } from '../shared/text.js';
import { excerpt, link, marked } from './text.js';

const A = data.attributes.length;
const SHORT = 420; // characters of the collapsed view; the style sheet shows three lines of them
const LONG = 20000; // more is shown when asked for: a quarter of a megabyte takes a while to lay out

const wordsOf = (attribute) => attribute.replaceAll('_', ' ');

function why(i) {
	const reasons = data.reasonsOf(i);
	if (!reasons.length) {
		const a = data.strongest(i);
		return h('span', { class: 'why' }, `${wordsOf(data.attributes[a])} `, h('b', null, score(data.scores[i * A + a])));
	}
	const first = reasons.slice(0, 3).flatMap(([at, value], place) => [place ? ', ' : '', name(data.rules[at].name), value >= 0 ? [' ', h('b', null, score(value))] : null]);
	return h('span', { class: 'why' }, first, reasons.length > 3 ? ` and ${reasons.length - 3} more` : null);
}

function when(i) {
	const given = data.rows[i][data.ROW.time];
	if (!given) return null;
	if (typeof given === 'number') return h('time', { datetime: new Date(given * 1000).toISOString() }, minute(given));
	return h('span', null, name(given));
}

function head(i, open, toggle) {
	const row = data.rows[i];
	const campaign = data.campaignOf(i);
	const where = data.thread[i];
	return h('header', null,
		h('span', { class: `badge ${data.DECISIONS[data.decision[i]]}`, id: `c${i}` }, data.DECISIONS[data.decision[i]]),
		why(i),
		h('span', { class: 'by' },
			row[data.ROW.author] ? h('span', { class: 'author' }, name(row[data.ROW.author])) : null,
			when(i),
			where >= 0 ? h('span', { class: 'thread' }, name(data.threadName(where))) : null,
			campaign ? h('span', { class: 'campaign' }, `one of ${count(campaign[1])} alike`) : null),
		h('button', { type: 'button', class: 'toggle', tabindex: -1, 'aria-expanded': String(open), 'aria-label': `${open ? 'Less' : 'More'} of comment ${plain(String(data.idOf(i)))}`, onclick: toggle }, open ? '−' : '+'));
}

function body(i, open, needle) {
	const text = data.textOf(i);
	const marks = data.marksOf(i);
	if (!text) return h('p', { class: 'text empty' }, 'The comment has no text.');
	if (!open) {
		const at = needle ? text.toLowerCase().indexOf(needle) : -1;
		const [from, to] = excerpt(text, at >= 0 ? at : (marks[0]?.[0] ?? 0), SHORT);
		return h('p', { class: 'text short', dir: 'auto' }, from ? '… ' : null, marked(text, marks, needle, from, to), to < text.length ? ' …' : null);
	}
	const shown = h('p', { class: 'text', dir: 'auto' }, marked(text, marks, needle, 0, Math.min(text.length, LONG)));
	if (text.length <= LONG) return shown;
	const rest = h('button', { type: 'button', class: 'more', onclick: () => { shown.replaceChildren(...marked(text, marks, needle).flat(Infinity)); rest.remove(); } }, `All ${count(text.length)} characters; these are the first ${count(LONG)}`);
	return [shown, rest];
}

function reasonList(i) {
	const reasons = data.reasonsOf(i);
	if (!reasons.length) return h('p', { class: 'note' }, 'No rule fired.');
	return h('ul', { class: 'reasons' }, reasons.map(([at, value]) => {
		const rule = data.rules[at];
		return h('li', null,
			h('span', { class: `badge ${data.DECISIONS[rule.action]}` }, data.DECISIONS[rule.action]), ' ',
			h('a', { href: commentsHref({ rule: rule.name }) }, name(rule.name)), value >= 0 ? ` ${score(value)}` : null,
			rule.message ? h('span', { class: 'message' }, ' ', name(rule.message)) : null);
	}));
}

function scoreBars(i) {
	return h('dl', { class: 'scores' }, data.attributes.map((attribute, a) => {
		const value = data.scores[i * A + a] / 1e6;
		const thresholds = data.thresholdsOf(a);
		const bar = h('i', { class: data.DECISIONS[value >= (thresholds[2] ?? 2) ? 2 : value >= (thresholds[1] ?? 2) ? 1 : 0] });
		bar.style.width = `${100 * value}%`;
		const ticks = [1, 2].filter((d) => thresholds[d] !== undefined).map((d) => {
			const tick = h('u', { class: data.DECISIONS[d] });
			tick.style.left = `${100 * thresholds[d]}%`;
			return tick;
		});
		return [h('dt', null, wordsOf(attribute)), h('dd', null, h('span', { class: 'track', 'aria-hidden': 'true' }, bar, ticks), h('span', null, value.toFixed(3)))];
	}));
}

function known(i) {
	const row = data.rows[i];
	const thread = data.thread[i] >= 0 ? data.threads[data.thread[i]] : null;
	const page = Array.isArray(row[0]) ? row[0][2] : thread?.url;
	const items = [
		['Id', name(String(data.idOf(i)))],
		row[data.ROW.author] ? ['Author', h('a', { href: commentsHref({ author: row[data.ROW.author] }) }, name(row[data.ROW.author]))] : null,
		row[data.ROW.authorUrl] ? ['Author’s link', link(row[data.ROW.authorUrl])] : null,
		thread ? ['Thread', h('a', { href: commentsHref({ thread: thread.key }) }, name(data.threadName(data.thread[i])))] : null,
		page ? ['Page', link(page)] : null,
		row[data.ROW.parent] ? ['Answers', name(String(row[data.ROW.parent]))] : null,
		row[data.ROW.state] ? ['On the site', name(row[data.ROW.state])] : null,
		data.campaignOf(i) ? ['Campaign', h('a', { href: commentsHref({ campaign: String(data.campaignOf(i)[0]) }) }, `${count(data.campaignOf(i)[1])} variants of one text`)] : null,
	];
	return h('dl', { class: 'known' }, items.filter(Boolean).map(([term, what]) => [h('dt', null, term), h('dd', null, what)]));
}

// place: among those shown, from 0; of: how many there are.
export function rowElement(i, { open, needle, place, of, toggle }) {
	return h('article', { class: `row ${data.DECISIONS[data.decision[i]]}${open ? ' open' : ''}`, 'aria-posinset': place + 1, 'aria-setsize': of, 'aria-labelledby': `c${i}`, tabindex: -1, 'data-row': i },
		head(i, open, toggle), body(i, open, needle),
		open ? h('div', { class: 'detail' }, h('div', null, reasonList(i), known(i)), scoreBars(i)) : null);
}
