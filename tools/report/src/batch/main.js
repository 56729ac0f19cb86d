// SPDX-License-Identifier: MIT
// Which view is shown, and the keyboard.
import { comments } from './comments.js';
import * as data from './data.js';
import { count } from '../shared/dom.js';
import '../shared/theme.js';
import { overview } from './overview.js';
import { read } from './state.js';
import { plain } from '../shared/text.js';

const main = document.getElementById('main');
const help = document.getElementById('help');
let shown = null; // the view: {view, close, …}

function show() {
	const state = read();
	const isList = state.v === 'comments';
	shown?.close();
	shown = isList ? comments(state) : overview();
	main.replaceChildren(shown.view);
	document.body.dataset.view = isList ? 'comments' : 'overview';
	for (const link of document.querySelectorAll('nav a'))
		link.toggleAttribute('aria-current', link.dataset.view === document.body.dataset.view);
	for (const link of document.querySelectorAll('nav a[aria-current]')) link.setAttribute('aria-current', 'page');
	window.scrollTo(0, 0);
	shown.start?.();
}

// ---- keyboard ----

const isTyping = (target) => target.matches('input, select, textarea');

function goOn(by) {
	if (shown.list) shown.list.next(by);
	else location.hash = 'v=comments';
}

const KEYS = {
	j: () => goOn(1),
	k: () => goOn(-1),
	g: () => (location.hash = shown.list ? '' : 'v=comments'),
	'?': () => help.showModal(),
	'/': () => {
		if (!shown.list) {
			history.pushState(null, '', '#v=comments'); // without an event, which would come after the focus
			show();
		}
		shown.search.focus();
		shown.search.select();
	},
};

// Only where the list has the focus: elsewhere these scroll, or press a button.
const LIST_KEYS = {
	ArrowDown: () => shown.list.next(1),
	ArrowUp: () => shown.list.next(-1),
	Home: () => shown.list.to(0),
	End: () => shown.list.last(),
};

function pressed(event) {
	const { key, target } = event;
	if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
	let run = null;
	if (key === 'Escape' && shown.list) run = escape;
	else if (isTyping(target)) run = key === 'ArrowDown' && target === shown.search ? () => shown.list.to(0) : null;
	else if (key === 'Enter' && target.matches('article')) run = () => shown.list.enter();
	else if (LIST_KEYS[key] && shown.list?.hasFocus()) run = LIST_KEYS[key];
	else run = KEYS[key];
	if (!run) return;
	event.preventDefault();
	run(event);
}

function escape({ target }) {
	if (target === shown.search) {
		if (target.value) {
			target.value = '';
			target.dispatchEvent(new Event('input'));
		} else target.blur();
	} else if (!shown.list.escape()) target.blur?.();
}

document.getElementById('keys').addEventListener('click', () => help.showModal());
document.getElementById('made').textContent = data.facts.version;
document.title = `Comments: ${plain(data.facts.files.join(', ')) || 'standard input'} (${count(data.total)})`;
document.addEventListener('keydown', pressed);
window.addEventListener('hashchange', show);
show();
