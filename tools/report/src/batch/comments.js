// SPDX-License-Identifier: MIT
// The second view: the comments, and what is chosen of them.
import * as data from './data.js';
import { count, h, plural, quietly } from '../shared/dom.js';
import { apply, decisionsOf, SORTS } from './filter.js';
import { makeList } from './list.js';
import { replace } from './state.js';
import { name } from '../shared/text.js';

const LABELS = ['Publish', 'Hold', 'Reject'];

// What a filter says that has no field of its own: a label each, to be taken off.
function tags(state) {
	const first = data.rows.findIndex((_, i) => state.campaign && String(data.campaignOf(i)?.[0]) === state.campaign);
	const thread = state.thread && data.threads.findIndex(({ key }) => key === state.thread);
	return [
		['rule', 'Rule', state.rule],
		['author', 'Author', state.author],
		['thread', 'Thread', thread >= 0 && state.thread ? data.threadName(thread) : state.thread],
		['host', 'Host', state.host],
		['campaign', 'Campaign', first >= 0 ? `${count(data.campaignOf(first)[1])} like “${data.textOf(first).slice(0, 30)}…”` : state.campaign],
		['state', 'On the site', state.state],
		['from', 'From', state.from],
		['to', 'To', state.to],
	].filter(([, , value]) => value);
}

export function comments(state) {
	const change = (more) => {
		for (const [key, value] of Object.entries(more)) {
			if (value) state[key] = value;
			else delete state[key];
		}
		replace(state);
		update();
	};
	const typed = quietly(() => change({ q: search.value, min: min.value, max: max.value }), 120);

	const search = h('input', { type: 'search', id: 'q', placeholder: 'Search text, author, thread', 'aria-label': 'Search', autocomplete: 'off', spellcheck: 'false', oninput: typed });
	const numbers = data.DECISIONS.map(() => h('span', { class: 'n' }));
	const decisions = data.DECISIONS.map((decision, d) =>
		h('button', { type: 'button', class: `chip ${decision}`, 'aria-pressed': 'false', onclick: () => choose(d) }, `${LABELS[d]} `, numbers[d]));
	const attribute = h('select', { id: 'a', 'aria-label': 'Attribute', onchange: () => change({ a: attribute.value }) },
		h('option', { value: '' }, 'any score'), data.attributes.map((word) => h('option', { value: word }, word.replaceAll('_', ' '))));
	const bound = (label, placeholder) => h('input', { type: 'number', min: 0, max: 1, step: 0.01, 'aria-label': label, placeholder, oninput: typed });
	const min = bound('Score from', '0');
	const max = bound('Score to', '1');
	const sort = h('select', { id: 'sort', 'aria-label': 'Order', onchange: () => change({ sort: sort.value === 'queue' ? '' : sort.value }) },
		SORTS.map(([value, label]) => h('option', { value }, label)));
	const chosen = h('ul', { class: 'tags', 'aria-label': 'Chosen' });
	const said = h('p', { class: 'said', role: 'status' });
	const clear = h('button', { type: 'button', class: 'clear', onclick: () => change(Object.fromEntries(Object.keys(state).filter((key) => key !== 'v' && key !== 'sort').map((key) => [key, '']))) }, 'Clear all');
	const head = h('div', { class: 'filters', role: 'search', 'aria-label': 'Choose comments' },
		h('div', { class: 'fields' }, search,
			h('div', { class: 'chips', role: 'group', 'aria-label': 'Decision' }, decisions),
			h('div', { class: 'range', role: 'group', 'aria-label': 'Score' }, attribute, h('span', { class: 'between' }, min, '–', max))),
		h('div', { class: 'result' }, said, chosen, clear, h('label', { class: 'sort' }, h('span', null, 'Order'), sort)));
	const printNote = h('p', { class: 'print-note' });
	const list = makeList(head);
	const empty = h('p', { class: 'empty nothing', hidden: true });
	const view = h('div', { class: 'comments' }, h('h1', { class: 'visually-hidden' }, 'Comments'), head, printNote, list.box, empty);

	function choose(d) {
		const any = Boolean(state.d);
		const on = decisionsOf(state).map((value) => any && value);
		on[d] = !on[d];
		const words = data.DECISIONS.filter((_, at) => on[at]);
		change({ d: words.length === 3 ? '' : words.join(',') });
	}

	function fields() {
		const set = (field, value) => {
			if (field !== document.activeElement || field.tagName === 'SELECT') field.value = value;
		};
		set(search, state.q ?? '');
		set(attribute, state.a ?? '');
		set(min, state.min ?? '');
		set(max, state.max ?? '');
		set(sort, state.sort ?? 'queue');
		const on = decisionsOf(state);
		decisions.forEach((button, d) => button.setAttribute('aria-pressed', String(Boolean(state.d) && on[d])));
	}

	function update() {
		const { order, n } = apply(state);
		fields();
		numbers.forEach((number, d) => (number.textContent = count(n[d])));
		const list_ = tags(state);
		chosen.replaceChildren(...list_.map(([key, label, value]) =>
			h('li', null, `${label}: `, name(value), h('button', { type: 'button', 'aria-label': `Without this ${label.toLowerCase()}`, onclick: () => change({ [key]: '' }) }, '×'))));
		const filtered = Object.keys(state).some((key) => key !== 'v' && key !== 'sort');
		clear.hidden = !filtered;
		said.textContent = !filtered && order.length === data.size ? plural(data.size, 'comment') + (data.isCut ? ` listed, of ${count(data.total)}` : '') : `${count(order.length)} of ${plural(data.size, data.isCut ? 'listed comment' : 'comment')}`;
		empty.hidden = order.length > 0;
		list.box.hidden = !order.length;
		empty.textContent = data.size ? 'No comment is like that. Take something off the filter.' : 'The input has no comments.';
		list.show(order, (state.q ?? '').toLowerCase());
		if (window.scrollY > view.offsetTop) window.scrollTo(0, 0);
	}

	const beforePrint = () => {
		const shown = list.print();
		const { order } = apply(state);
		printNote.textContent = shown < order.length ? `The first ${count(shown)} of ${plural(order.length, 'comment')}.` : plural(order.length, 'comment');
	};
	let width = window.innerWidth;
	const resized = quietly(() => {
		if (window.innerWidth !== width) list.resized();
		width = window.innerWidth;
	}, 100);
	window.addEventListener('beforeprint', beforePrint);
	window.addEventListener('afterprint', list.printed);
	window.addEventListener('resize', resized);

	return {
		view,
		list,
		search,
		start() {
			list.start();
			update();
		},
		close() {
			window.removeEventListener('beforeprint', beforePrint);
			window.removeEventListener('afterprint', list.printed);
			window.removeEventListener('resize', resized);
			list.close();
		},
	};
}
