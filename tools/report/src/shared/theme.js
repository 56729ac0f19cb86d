// SPDX-License-Identifier: MIT
// The button that chooses the colours: the system's, light or dark.
const SCHEMES = ['', 'light', 'dark'];
const SCHEME_NAMES = { '': 'as the system', light: 'light', dark: 'dark' };
const themeButton = document.getElementById('theme');

// A page from a file may not be allowed to keep anything: then the choice lasts as long as the page.
function kept(value) {
	try {
		if (value === undefined) return localStorage.getItem('moderato-theme') ?? '';
		localStorage.setItem('moderato-theme', value);
	} catch {
		return '';
	}
	return value;
}

function paint(scheme) {
	if (scheme) document.documentElement.dataset.theme = scheme;
	else delete document.documentElement.dataset.theme;
	const label = `Colours: ${SCHEME_NAMES[scheme]}`;
	themeButton.title = label;
	themeButton.setAttribute('aria-label', label);
	themeButton.textContent = scheme === 'dark' ? '●' : scheme === 'light' ? '○' : '◐';
}

themeButton.addEventListener('click', () => {
	const now = document.documentElement.dataset.theme ?? '';
	const next = SCHEMES[(SCHEMES.indexOf(now) + 1) % SCHEMES.length];
	kept(next);
	paint(next);
});

const known = kept();
paint(SCHEMES.includes(known) ? known : '');
