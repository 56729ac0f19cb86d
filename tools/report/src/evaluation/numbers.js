// SPDX-License-Identifier: MIT
// Numbers as the page writes them; null is a figure without a value.
import { h } from '../shared/dom.js';

export const three = (value) => (value === null || value === undefined ? '–' : value.toFixed(3));

export const hasInterval = (value, low, high) => [value, low, high].every(Number.isFinite);
export const bounds = (low, high) => h('span', { class: 'ci' }, `${three(low)}–${three(high)}`);

// "0.798 (0.779–0.818)"; the style sheet sets the brackets.
export const interval = (value, low, high) => [three(value), hasInterval(value, low, high) ? [' ', bounds(low, high)] : null];

export function percent(share) {
	if (share === null || share === undefined || Number.isNaN(share)) return '–';
	const value = share * 100;
	return `${value.toFixed(value > 0 && value < 0.1 ? 2 : 1)}\u202f%`;
}

// A threshold as a person writes it: up to four digits, none at the end that is 0.
export const threshold = (value) => String(Number(value.toPrecision(4)));
