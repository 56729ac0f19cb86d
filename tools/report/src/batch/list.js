// SPDX-License-Identifier: MIT
// The comments: only those in sight are in the document. The window itself scrolls.
import { observeWindowOffset, observeWindowRect, Virtualizer, windowScroll } from '@tanstack/virtual-core';
import { h } from '../shared/dom.js';
import { rowElement } from './row.js';

const ROW_HEIGHT = 104; // until it is measured
const PRINTED = 500;


// head: the bar that stays above the list.
export function makeList(head) {
	const box = h('div', { class: 'list', role: 'feed', 'aria-label': 'Comments' });
	const made = new Map(); // row → element
	const open = new Set(); // rows
	let order = [];
	let needle = '';
	let active = -1; // place
	let printing = false;

	const marginOf = () => box.getBoundingClientRect().top + window.scrollY;
	const options = () => ({
		count: order.length,
		getScrollElement: () => window,
		estimateSize: () => ROW_HEIGHT,
		getItemKey: (place) => order[place],
		observeElementRect: observeWindowRect,
		observeElementOffset: observeWindowOffset,
		scrollToFn: windowScroll,
		initialOffset: window.scrollY,
		scrollMargin: marginOf(),
		scrollPaddingStart: head.offsetHeight + 12,
		scrollPaddingEnd: 24,
		overscan: 6,
		indexAttribute: 'data-place',
		rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
			const places = [];
			for (let at = Math.max(0, startIndex - overscan); at <= Math.min(count - 1, endIndex + overscan); at++) places.push(at);
			if (active >= 0 && active < count && !places.includes(active)) places.push(active); // keep the focus
			return places.sort((a, b) => a - b);
		},
		onChange: () => draw(),
	});
	const rows = new Virtualizer(options());

	function element(place) {
		const i = order[place];
		return rowElement(i, { open: open.has(i), needle, place, of: order.length, toggle: () => { activate(place, false); toggle(place); } });
	}

	function draw() {
		if (printing) return;
		const items = rows.getVirtualItems();
		const wanted = new Set(items.map(({ key }) => key));
		box.style.height = `${rows.getTotalSize()}px`;
		for (const [row, old] of made) {
			if (wanted.has(row)) continue;
			old.remove();
			made.delete(row);
		}
		let before = null;
		for (const item of items) {
			let at = made.get(item.key);
			if (!at) {
				at = element(item.index);
				at.dataset.place = item.index;
				made.set(item.key, at);
				if (before) before.after(at);
				else box.prepend(at);
				rows.measureElement(at);
			}
			at.style.transform = `translateY(${item.start - rows.options.scrollMargin}px)`;
			at.tabIndex = item.index === (active < 0 ? 0 : active) ? 0 : -1;
			before = at;
		}
	}

	// Make a row anew in its place.
	function redraw(place) {
		const old = made.get(order[place]);
		if (!old) return;
		const focused = old.contains(document.activeElement);
		const fresh = element(place);
		fresh.dataset.place = place;
		fresh.style.transform = old.style.transform;
		made.set(order[place], fresh);
		old.replaceWith(fresh);
		rows.measureElement(fresh);
		draw();
		if (focused) fresh.focus({ preventScroll: true });
	}

	function toggle(place) {
		const row = order[place];
		if (!open.delete(row)) open.add(row);
		redraw(place);
	}

	// Give a row the focus, and bring it into sight.
	function activate(place, scroll = true) {
		if (!order.length) return;
		active = Math.max(0, Math.min(order.length - 1, place));
		rows.setOptions(options()); // a new extractor: the old one's places are remembered
		if (scroll) rows.scrollToIndex(active, { align: 'auto' });
		draw();
		made.get(order[active])?.focus({ preventScroll: true });
	}

	function clear() {
		for (const old of made.values()) old.remove();
		made.clear();
	}

	box.addEventListener('focusin', (event) => {
		const row = event.target.closest('article');
		if (row && row.dataset.place !== undefined) active = Number(row.dataset.place);
	});
	box.addEventListener('click', (event) => {
		const row = event.target.closest('article');
		if (!row || event.target.closest('a, button, .detail') || !getSelection().isCollapsed) return;
		activate(Number(row.dataset.place), false);
		if (!open.has(order[active])) toggle(active);
	});

	let stop = null;
	return {
		box,
		start() {
			stop = rows._didMount();
			rows._willUpdate();
		},
		close() {
			stop?.();
			clear();
		},
		// Show these rows; `text` is searched for.
		show(newOrder, text) {
			order = newOrder;
			needle = text;
			active = -1;
			clear();
			rows.setOptions(options());
			rows.measure();
			rows._willUpdate();
			draw();
		},
		resized() {
			rows.setOptions(options());
			rows.measure();
			draw();
		},
		next: (by) => activate(active < 0 ? (by > 0 ? firstInSight() : 0) : active + by),
		to: (place) => activate(place),
		last: () => activate(order.length - 1),
		enter: () => active >= 0 && toggle(active),
		// Close what is open; false: nothing is.
		escape() {
			if (active < 0 || !open.has(order[active])) return false;
			toggle(active);
			return true;
		},
		hasFocus: () => box.contains(document.activeElement),
		// Paper does not scroll: the first rows one below the other.
		print() {
			printing = true;
			clear();
			box.style.height = '';
			const first = order.slice(0, PRINTED);
			box.append(...first.map((i, place) => rowElement(i, { open: open.has(i), needle, place, of: order.length, toggle: () => {} })));
			return first.length;
		},
		printed() {
			printing = false;
			box.replaceChildren();
			draw();
		},
	};

	function firstInSight() {
		const edge = head.getBoundingClientRect().bottom;
		const item = rows.getVirtualItems().find(({ end }) => end - window.scrollY > edge);
		return item?.index ?? 0;
	}
}
