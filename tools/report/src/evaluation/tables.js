// SPDX-License-Identifier: MIT
// The tables: attributes, thresholds, slices.
import { count, h, svg } from '../shared/dom.js';
import { name } from '../shared/text.js';
import { bounds, hasInterval, percent, threshold, three } from './numbers.js';

const ACTIONS = [null, 'hold', 'reject'];

const th = (...what) => h('th', { scope: 'col' }, what);
const td = (what) => h('td', null, what);
const ci = () => h('span', { class: 'ci' }, '95\u202f%');

// `about` is the attribute, so that no two regions of the page have one name.
function table(caption, about, heads, rows) {
	return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': about ? `${caption}: ${about}` : caption },
		h('table', null, h('caption', null, caption), h('thead', null, h('tr', null, heads)), h('tbody', null, rows)));
}

// A value and its interval, in a cell each so that the numbers stand in line.
const valueCells = (value, low, high, mark) => [
	h('td', mark ? { class: 'worse' } : null, mark ? [h('span', { title: 'below the AUC over all' }, '↓'), '\u202f'] : null, three(value)),
	h('td', { class: 'ci' }, hasInterval(value, low, high) ? bounds(low, high) : null),
];

// ---- figures ----

// An AUC and its interval between 0.4 and 1, drawn; the numbers stand beside it.
function strip({ auc, auc_low: low, auc_high: high }) {
	if (auc === null) return h('td', { class: 'strip' });
	const x = (value) => (2 + ((Math.max(value, 0.4) - 0.4) / 0.6) * 96).toFixed(1);
	const line = (className, x1, x2, y1, y2) => svg('line', { class: className, x1, x2, y1, y2 });
	return h('td', { class: 'strip' }, svg('svg', { viewBox: '0 0 100 12', 'aria-hidden': 'true' },
		line('grid', x(0.5), x(0.5), 0, 12), line('grid', 98, 98, 0, 12),
		low === null ? null : line('whisker', x(low), x(high), 6, 6),
		svg('circle', { class: 'point', cx: x(auc), cy: 6, r: 3 })));
}

const MAIN = {
	heads: () => [th('comments'), th('positive'), h('th', { scope: 'col', colspan: 3 }, 'AUC ', ci()), th('AP'), th('P'), th('R'), th('F1'), th('ECE')],
	cells: (f) => [td(count(f.n)), td(count(f.n_positive)), strip(f), valueCells(f.auc, f.auc_low, f.auc_high),
		[f.average_precision, f.precision, f.recall, f.f1, f.ece].map((value) => td(three(value)))],
};

const bias = (label) => h('th', { scope: 'col', colspan: 2 }, `${label} AUC `, ci());

// An AUC of an identity; an arrow where it is surely below the one over all.
const biasCells = (value, low, high, all) => valueCells(value, low, high, all && all.auc !== null && high !== null && high < all.auc);

const BIAS = {
	heads: () => [th('comments'), th('positive'), bias('subgroup'), bias('BPSN'), bias('BNSP')],
	cells: (f, all) => [td(count(f.n)), td(count(f.n_positive)),
		biasCells(f.subgroup_auc, f.subgroup_auc_low, f.subgroup_auc_high, all),
		biasCells(f.bpsn_auc, f.bpsn_auc_low, f.bpsn_auc_high, all),
		biasCells(f.bnsp_auc, f.bnsp_auc_low, f.bnsp_auc_high, all)],
};

const DISGUISE = {
	heads: () => ['comments', 'positive', 'AUC', 'lost', 'R', 'still found', 'benign held', 'more than before'].map((word) => th(word)),
	cells: (f) => [td(count(f.n)), td(count(f.n_positive)), [f.auc, f.auc_loss, f.recall].map((value) => td(three(value))),
		[f.recall_kept, f.held_perturbed, f.held_rise].map((share) => td(percent(share)))],
};

// ---- attributes ----

export function overview(figures) {
	const rows = figures.filter((f) => f.slice === 'all' && f.n);
	return table('All attributes that the comments judge', '', [th('attribute'), MAIN.heads()],
		rows.map((f) => h('tr', null, h('th', { scope: 'row' }, h('a', { href: `#${f.attribute}` }, f.attribute)), MAIN.cells(f))));
}

// ---- thresholds ----

const RATES = [0.01, 0.03, 0.1];

// The precision to expect where `rate` of all comments are positive: Bayes' rule on recall and the
// benign share.
export function precisionAt(recall, benign, rate) {
	if (recall === null || benign === null) return null;
	const caught = rate * recall;
	const flagged = caught + (1 - rate) * benign;
	return flagged > 0 ? caught / flagged : null;
}

function thresholdRow([value, action, recall, benign, precision]) {
	return h('tr', { class: action ? 'own' : null },
		h('th', { scope: 'row' }, threshold(value), action ? [' ', h('span', { class: 'action' }, ACTIONS[action])] : null),
		[recall, benign, precision, ...RATES.map((rate) => precisionAt(recall, benign, rate))].map((share) => td(percent(share))));
}

export function thresholds(attribute) {
	const heads = ['score at least', 'positives caught', 'benign above it', 'precision here', 'at 1\u202f% positive', 'at 3\u202f%', 'at 10\u202f%'];
	return table('What a threshold catches, and what it costs', attribute.name, heads.map((word) => th(word)), attribute.thresholds.map(thresholdRow));
}

// ---- slices ----

// The kinds of slices to show; a new kind is one row more.
const SLICINGS = [
	{ slice: 'source', caption: 'By source', head: 'source', kind: MAIN },
	{ slice: 'fold', caption: 'By fold', head: 'fold', kind: MAIN },
	{ slice: 'identity', caption: 'By identity that a comment names', head: 'identity', kind: BIAS },
	{ slice: 'perturbation', caption: 'In disguise', head: 'disguise', kind: DISGUISE },
];

const isLarge = (f) => [f.subgroup_auc_low, f.bpsn_auc_low, f.bnsp_auc_low].some(Number.isFinite);

function sliceTable({ caption, head, kind }, about, rows, all) {
	if (!rows.length) return null;
	return table(caption, about, [th(head), kind.heads()],
		rows.map((f) => h('tr', null, h('th', { scope: 'row' }, name(f.name)), kind.cells(f, all))));
}

function slicing(given, attribute, figures, all) {
	const rows = figures.filter((f) => f.slice === given.slice);
	if (given.kind !== BIAS) return sliceTable(given, attribute, rows, all);
	const compared = rows.filter((f) => f.bpsn_auc !== null || f.bnsp_auc !== null);
	const small = compared.filter((f) => !isLarge(f));
	return [
		sliceTable(given, attribute, compared.filter(isLarge), all),
		small.length
			? h('details', null, h('summary', null, `${small.length} ${small.length === 1 ? 'identity' : 'identities'} named too rarely for an interval`),
					sliceTable(given, `${attribute}, rare ones`, small, all))
			: null,
	];
}

export const slices = (attribute, figures, all) => SLICINGS.map((given) => slicing(given, attribute, figures, all));
