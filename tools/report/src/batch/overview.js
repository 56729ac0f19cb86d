// SPDX-License-Identifier: MIT
// The first view: totals, time, scores, and where the trouble is. Everything leads to its comments.
import * as data from './data.js';
import { count, day, h, minute, percent, plural } from '../shared/dom.js';
import { histogram, stepName, steps, timeline } from './plots.js';
import { commentsHref } from './state.js';
import { name } from '../shared/text.js';
import { excerpt, link, webAddress } from './text.js';

const FIRST_ROWS = 8;
const MOST_ROWS = 100;

const go = (filter) => {
	location.hash = commentsHref(filter).slice(1);
};

const section = (id, title, ...children) =>
	h('section', { 'aria-labelledby': id }, h('h2', { id }, title), children);

// "publish" as people say it of a comment that has not been published yet
const FUTURE = ['would be published', 'would wait for a moderator', 'would be rejected'];

function lead() {
	const { facts, total } = data;
	const files = facts.files.length ? facts.files : ['standard input'];
	const names = files.slice(0, 3).flatMap((file, i) => [i ? ', ' : '', h('span', { class: 'file' }, name(file))]);
	const dated = facts.days.length
		? ` written from ${day(facts.days[0][0] * 86400)} to ${day(facts.days.at(-1)[0] * 86400)}`
		: '';
	return [
		h('p', { class: 'lead' }, plural(total, 'comment'), ' of ', names, files.length > 3 ? ` and ${files.length - 3} more` : null, dated, facts.shard ? `; part ${facts.shard} of the input` : null, facts.policy ? [', decided by ', h('span', { class: 'file' }, name(facts.policy))] : ', decided by the policy that ships', '.'),
		facts.skipped ? h('p', { class: 'note' }, `${plural(facts.skipped, 'record')} could not be read and ${facts.skipped === 1 ? 'is' : 'are'} in no number here.`) : null,
		data.isCut
			? h('p', { class: 'note strong' }, `So many do not fit on a page. Listed are ${count(data.size)} of them: first those rejected, then those held, then the highest scores. Totals, times and score distributions count all ${count(data.total)}; rules, threads, authors and hosts count those listed.`)
			: null,
	];
}

function totals() {
	const { n } = data.facts;
	return [
		h('div', { class: 'proportions', 'aria-hidden': 'true' }, n.map((value, d) => {
			if (!value) return null;
			const part = h('i', { class: data.DECISIONS[d] });
			part.style.flexGrow = value;
			return part;
		})),
		h('ul', { class: 'totals' }, n.map((value, d) =>
			h('li', { class: data.DECISIONS[d] },
				h('a', { href: commentsHref({ d: data.DECISIONS[d] }) },
					h('b', null, count(value)), h('span', null, ` ${FUTURE[d]} `), h('small', null, percent(value, data.total)))))),
	];
}

// ---- time ----

function countsByTime() {
	const { days } = data.facts;
	if (data.isCut || days.at(-1)[0] - days[0][0] > 3) return [days.map(([at, ...n]) => [at * 86400, ...n]), 'day'];
	const hours = new Map();
	for (let i = 0; i < data.size; i++) {
		if (Number.isNaN(data.time[i])) continue;
		const hour = Math.floor(data.time[i] / 3600) * 3600;
		if (!hours.has(hour)) hours.set(hour, [hour, 0, 0, 0]);
		hours.get(hour)[data.decision[i] + 1]++;
	}
	return [[...hours.values()].sort((a, b) => a[0] - b[0]), 'hour'];
}

// Days, or an hour as "2025-02-03T08".
const hourOf = (seconds) => minute(seconds).slice(0, 13).replace(' ', 'T');
const periodOf = (bar, unit) => (unit === 'hour' ? { from: hourOf(bar.start), to: hourOf(bar.start) } : { from: day(bar.start), to: day(bar.end - 1) });

function timeTable({ bars, unit }) {
	const full = bars.filter((bar) => bar.n.some(Boolean));
	return h('details', { class: 'numbers' }, h('summary', null, 'The numbers'),
		h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Comments by time' },
			h('table', null,
				h('thead', null, h('tr', null, [unit[0].toUpperCase() + unit.slice(1), 'Published', 'Held', 'Rejected'].map((title) => h('th', { scope: 'col' }, title)))),
				h('tbody', null, full.map((bar) =>
					h('tr', null, h('th', { scope: 'row' }, h('a', { href: commentsHref(periodOf(bar, unit)) }, stepName(bar, unit))), bar.n.map((n) => h('td', null, count(n)))))))));
}

function overTime(drawn) {
	if (!data.hasTimes)
		return section('time', 'Over time', h('p', { class: 'empty' }, data.total ? 'The input does not say when its comments were written.' : 'There are no comments.'));
	const [counts, finest] = countsByTime();
	const found = steps(counts, finest);
	const undated = data.facts.undated.reduce((a, b) => a + b, 0);
	const figure = h('figure', { class: 'plot' });
	drawn.push([figure, (width) => timeline(found, width, (bar) => go(periodOf(bar, found.unit)))]);
	return section('time', 'Over time',
		h('p', { class: 'note' }, `A bar is ${found.unit === 'hour' ? 'an' : 'a'} ${found.unit}, in UTC. `, found.bars.length > 1 ? 'Choose one to see its comments.' : null, undated ? ` ${plural(undated, 'comment')} without a time.` : null),
		figure, timeTable(found));
}

// ---- scores ----

function distribution(a, drawn) {
	const thresholds = data.thresholdsOf(a);
	const least = thresholds[1] ?? thresholds[2];
	const label = data.attributes[a];
	const figure = h('figure', { class: 'plot' });
	let above = 0;
	for (let i = 0; i < data.size; i++) above += data.scores[i * data.attributes.length + a] >= Math.round((least ?? 2) * 1e6);
	drawn.push([figure, (width) => histogram(label, data.facts.bins[a], thresholds, width, (low, high) => go({ a: label, min: low.toFixed(2), max: high.toFixed(2) }))]);
	return h('div', { class: 'distribution' },
		h('h3', null, h('a', { href: commentsHref({ a: label, sort: 'score' }) }, label.replaceAll('_', ' '))),
		h('p', { class: 'note' }, least === undefined ? 'The policy has no threshold for it.' : data.isCut ? `The policy acts from ${least}.` : `${plural(above, 'comment')} at ${least} or above.`),
		figure);
}

// ---- who and where ----

// The three numbers of a group, and a bar of them on the scale of the largest.
function numbers(group, most) {
	const bar = h('span', { class: 'share', 'aria-hidden': 'true' });
	[2, 1].forEach((d) => {
		if (!group.n[d]) return;
		const part = h('i', { class: data.DECISIONS[d] });
		part.style.width = `${(100 * group.n[d]) / most}%`;
		bar.append(part);
	});
	return [
		h('td', null, count(group.n[0] + group.n[1] + group.n[2])),
		h('td', { class: group.n[1] ? 'hold' : 'none' }, count(group.n[1])),
		h('td', { class: group.n[2] ? 'reject' : 'none' }, count(group.n[2])),
		h('td', { class: 'bars' }, bar),
	];
}

function ranking({ id, title, groups, filterOf, labelOf, none, column }) {
	const bad = groups.filter((group) => group.n[1] + group.n[2] > 0);
	if (!bad.length) return section(id, title, h('p', { class: 'empty' }, none));
	const most = Math.max(...bad.map((group) => group.n[1] + group.n[2]));
	const body = h('tbody');
	const show = (n) =>
		body.replaceChildren(...bad.slice(0, n).map((group) => h('tr', null, h('th', { scope: 'row' }, h('a', { href: commentsHref(filterOf(group)) }, labelOf(group)[0]), labelOf(group).slice(1)), numbers(group, most))));
	show(FIRST_ROWS);
	const more = bad.length > FIRST_ROWS
		? h('button', { type: 'button', class: 'more', onclick: () => { show(MOST_ROWS); more.remove(); } }, bad.length > MOST_ROWS ? `The first ${MOST_ROWS} of ${count(bad.length)}` : `All ${count(bad.length)}`)
		: null;
	return section(id, title,
		h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title },
			h('table', { class: 'ranking' },
				h('thead', null, h('tr', null, h('th', { scope: 'col' }, column), ['Comments', 'Held', 'Rejected'].map((word) => h('th', { scope: 'col' }, word)), h('td'))),
				body)),
		more);
}

function rankings() {
	const { threads, authors } = data;
	const hosts = data.hosts();
	const list = [
		ranking({
			id: 'rules', title: 'Rules', column: 'Rule',
			groups: data.tally((i) => data.reasonsOf(i).map((reason) => reason[0])),
			filterOf: (group) => ({ rule: data.rules[group.key].name }),
			labelOf: (group) => [name(data.rules[group.key].name), data.rules[group.key].message ? h('small', null, name(data.rules[group.key].message)) : null],
			none: 'No rule of the policy fired.',
		}),
		ranking({
			id: 'threads', title: 'Threads', column: 'Thread',
			groups: data.tally((i) => (data.thread[i] < 0 ? [] : [data.thread[i]])).filter((group) => threads[group.key].named || group.n.reduce((a, b) => a + b) > 1),
			filterOf: (group) => ({ thread: threads[group.key].key }),
			labelOf: (group) => {
				const { url, title, group: key } = threads[group.key];
				const label = data.threadName(group.key);
				return [name(label), webAddress(url) && (title || key) ? h('small', null, link(url)) : null];
			},
			none: threads.length ? 'No thread has a comment that is held or rejected.' : 'The input does not say in which thread a comment stands.',
		}),
		ranking({
			id: 'authors', title: 'Authors', column: 'Author',
			groups: data.tally((i) => (data.author[i] < 0 ? [] : [data.author[i]])),
			filterOf: (group) => ({ author: authors[group.key] }),
			labelOf: (group) => [name(authors[group.key])],
			none: authors.length ? 'No author has a comment that is held or rejected.' : 'The input does not name authors.',
		}),
		ranking({
			id: 'hosts', title: 'Linked hosts', column: 'Host',
			groups: data.tally((i) => hosts.ofRow[i] ?? []),
			filterOf: (group) => ({ host: hosts.names[group.key] }),
			labelOf: (group) => [name(hosts.names[group.key])],
			none: hosts.names.length ? 'No comment with a link is held or rejected.' : 'No comment has a link.',
		}),
	];
	const campaigns = data.tally((i) => (data.campaignOf(i) ? [String(data.campaignOf(i)[0])] : []));
	if (campaigns.length) {
		const sample = (group) => {
			const text = data.textOf(group.first).replace(/\s+/g, ' ');
			const [from, to] = excerpt(text, 0, 90);
			return text.slice(from, to) + (to < text.length ? '…' : '');
		};
		list.unshift(ranking({
			id: 'campaigns', title: 'Campaigns: one text, many variants', column: 'The first of them',
			groups: campaigns,
			filterOf: (group) => ({ campaign: group.key }),
			labelOf: (group) => [name(sample(group))],
			none: `${plural(campaigns.length, 'campaign')}, none of them held or rejected.`,
		}));
	}
	return h('div', { class: 'rankings' }, list);
}

// ---- what the site did ----

function onTheSite() {
	const states = data.tally((i) => (data.rows[i][data.ROW.state] ? [data.rows[i][data.ROW.state]] : []));
	if (!states.length) return null;
	const all = (state) => state.n.reduce((a, b) => a + b);
	states.sort((a, b) => all(b) - all(a));
	const cell = (state, d) => h('td', null, state.n[d] ? h('a', { href: commentsHref({ state: state.key, d: data.DECISIONS[d] }) }, count(state.n[d])) : '0');
	return section('states', 'What the site did, and what would happen now',
		h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'What the site did' },
			h('table', { class: 'states' },
				h('thead', null, h('tr', null, ['On the site', 'Comments', 'Published', 'Held', 'Rejected'].map((word) => h('th', { scope: 'col' }, word)))),
				h('tbody', null, states.map((state) =>
					h('tr', null, h('th', { scope: 'row' }, h('a', { href: commentsHref({ state: state.key }) }, name(state.key))), h('td', null, count(all(state))), data.DECISIONS.map((_, d) => cell(state, d))))))));
}

// The view; it draws its plots anew when its width changes.
export function overview() {
	const drawn = [];
	const view = h('div', { class: 'overview' },
		h('h1', null, 'What would happen to these comments'),
		lead(),
		data.total ? totals() : h('p', { class: 'empty' }, 'The input has no comments.'),
		data.total
			? [
					overTime(drawn),
					section('scores', 'Scores',
						h('p', { class: 'note' }, 'How many comments have which score. Heights are logarithmic, so that a single comment can be seen. Lines are the policy’s thresholds.'),
						h('div', { class: 'distributions' }, data.attributes.map((_, a) => distribution(a, drawn)))),
					onTheSite(),
					rankings(),
				]
			: null);
	const sizes = new ResizeObserver((entries) => {
		for (const { target, contentRect } of entries) draw(target, Math.floor(contentRect.width));
	});
	const draw = (figure, width) => {
		const plot = drawn.find(([at]) => at === figure);
		if (width < 100 || figure.dataset.width === String(width)) return;
		figure.dataset.width = width;
		figure.replaceChildren(plot[1](width));
	};
	for (const [figure] of drawn) sizes.observe(figure);
	return { view, close: () => sizes.disconnect() };
}
