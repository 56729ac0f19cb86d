// SPDX-License-Identifier: MIT
// The worst errors: each comment's text, what in it carried the score, and the features that counted
// most. A text is shown as it is, markup and all, by nodes of text alone.
import { count, h } from '../shared/dom.js';
import { name, visible } from '../shared/text.js';
import { three } from './numbers.js';

const cut = (bytes) => (bytes ? h('span', { class: 'cut' }, `[… ${count(bytes)} bytes]`) : null);

// Pairs of a flat list.
const pairs = (list) => Array.from({ length: list.length / 2 }, (_, i) => [list[2 * i], list[2 * i + 1]]);

function piece([text, mark]) {
	const nodes = visible(text);
	if (mark === 1) return h('mark', null, nodes);
	return mark === 2 ? h('span', { class: 'lowered' }, nodes) : nodes;
}

function share([value, feature]) {
	return h('span', { class: 'share' }, h('b', null, `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`), ' ', name(feature));
}

function error({ score, source, id, before, text, after, shares }) {
	return h('li', null,
		h('p', { class: 'meta' }, h('b', null, three(score)), ' ', source ? name(source) : null, id ? [source ? ' · ' : null, name(id)] : null),
		h('blockquote', { dir: 'auto' }, cut(before), pairs(text).map(piece), cut(after)),
		h('p', { class: 'why' }, pairs(shares).flatMap((pair) => [share(pair), ' '])));
}

const list = (heading, said, errors) =>
	errors.length ? [h('h4', null, heading), h('p', { class: 'lead' }, said), h('ol', { class: 'errors' }, errors.map(error))] : null;

export function errorLists({ alarms, missed }) {
	return [
		h('h3', null, 'Worst errors'),
		h('p', { class: 'lead' }, 'What raised a score most is ', h('mark', null, 'underlined'), ', what lowered it is ', h('span', { class: 'lowered' }, 'dotted'),
			'; below each comment stand the features that counted most, with their share of the margin. Labels are people’s: some of these errors are theirs.'),
		list('False alarms', 'Labelled benign, with the highest scores.', alarms),
		list('Missed', 'Labelled positive, with the lowest scores.', missed),
	];
}
