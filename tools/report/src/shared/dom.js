// SPDX-License-Identifier: MIT
// Elements and numbers. Text only ever becomes text nodes: there is no markup from data anywhere.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
	for (const [name, value] of Object.entries(attributes ?? {})) {
		if (value === undefined || value === null || value === false) continue;
		if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
		else element.setAttribute(name, value === true ? '' : value);
	}
	element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
	return element;
}

export const h = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
export const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

const whole = new Intl.NumberFormat('en');
export const count = (n) => whole.format(n);
export const plural = (n, noun) => `${count(n)} ${noun}${n === 1 ? '' : 's'}`;

export function percent(part, all) {
	if (!part || !all) return '0 %';
	const value = (100 * part) / all;
	if (value < 0.1) return '<0.1 %';
	if (part < all && value > 99.9) return '>99.9 %';
	return `${value.toFixed(value < 10 || (part < all && value > 99) ? 1 : 0)} %`;
}

export const score = (millionths) => (millionths / 1e6).toFixed(3);

const two = (n) => String(n).padStart(2, '0');

export function day(seconds) {
	const date = new Date(seconds * 1000);
	return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

export function minute(seconds) {
	const date = new Date(seconds * 1000);
	return `${day(seconds)} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

// Run f once things have been quiet for a moment.
export function quietly(f, ms) {
	let timer = 0;
	return (...args) => {
		clearTimeout(timer);
		timer = setTimeout(() => f(...args), ms);
	};
}
