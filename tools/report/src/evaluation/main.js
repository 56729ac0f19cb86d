// SPDX-License-Identifier: MIT
// The page of an evaluation: a summary, then a section for each attribute. The data are what
// include/moderato/report.h describes.
import { count, h, plural } from '../shared/dom.js';
import { name } from '../shared/text.js';
import '../shared/theme.js';
import { errorLists } from './errors.js';
import { interval, percent, three } from './numbers.js';
import { histogram, precisionRecall, reliability, roc } from './plots.js';
import { overview, slices, thresholds } from './tables.js';

const facts = JSON.parse(document.getElementById('facts').textContent);

function listed(files) {
	return files.flatMap((file, i) => [i === 0 ? '' : i + 1 < files.length ? ', ' : ' and ', h('span', { class: 'file' }, name(file))]);
}

function lead() {
	const labels = facts.attributes.reduce((sum, { n }) => sum + n, 0);
	return h('p', { class: 'lead' }, 'How well the scores of ', h('span', { class: 'file' }, name(facts.bundle || 'the default bundle')),
		' agree with people’s labels', facts.files.length ? [' in ', listed(facts.files)] : null,
		`: ${plural(labels, 'label')} of ${plural(facts.attributes.length, 'attribute')}. A missing label is unknown and counts nowhere.`);
}

function summary() {
	return h('section', { 'aria-labelledby': 'summary' }, h('h2', { id: 'summary' }, 'Summary'),
		overview(facts.figures),
		facts.unjudged.length ? h('p', { class: 'note' }, `No comment judges ${facts.unjudged.join(', ')}.`) : null);
}

// ---- an attribute ----

function attributeLead({ n, positives, log_loss, brier }, all) {
	const curve = all && all.auc !== null
		? ['AUC ', interval(all.auc, all.auc_low, all.auc_high), `, average precision ${three(all.average_precision)}; `]
		: 'Only one class: there is no curve to draw. ';
	const spans = all?.n_spans
		? [' Spans of explanations against those that people marked: F1 ', interval(all.span_f1, all.span_f1_low, all.span_f1_high), ` over ${plural(all.n_spans, 'comment')}.`]
		: null;
	return h('p', { class: 'lead' }, `${plural(n, 'comment')} judged, ${count(positives)} of them positive (${percent(positives / n)}). `,
		curve, `log loss ${three(log_loss)}, Brier score ${three(brier)}.`, spans);
}

function section(attribute) {
	const figures = facts.figures.filter((row) => row.attribute === attribute.name);
	const all = figures.find((row) => row.slice === 'all');
	return h('section', { class: 'attribute', 'aria-labelledby': attribute.name },
		h('h2', { id: attribute.name }, attribute.name),
		attributeLead(attribute, all),
		h('div', { class: 'plots' }, histogram(attribute), reliability(attribute, all),
			attribute.roc.length ? roc(attribute, all) : null,
			attribute.pr.length ? precisionRecall(attribute, all) : null),
		thresholds(attribute), slices(attribute.name, figures, all), errorLists(attribute));
}

// ---- the page ----

const notes = document.querySelector('.notes');
notes.hidden = false;
document.getElementById('main').replaceChildren(
	h('h1', null, 'Evaluation report'), lead(), summary(), ...facts.attributes.map(section), notes);
document.getElementById('contents').append(
	...['summary', ...facts.attributes.map((attribute) => attribute.name), 'reading']
		.map((id) => h('a', { href: `#${id}` }, { summary: 'Summary', reading: 'How to read this' }[id] ?? id)));
document.getElementById('made').textContent = facts.version;
// What the address names was not there when the browser looked for it.
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
