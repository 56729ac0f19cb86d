// SPDX-License-Identifier: MIT
// npm akismet-api, which Coral uses. It puts the key into the host: http://KEY.HOST/1.1/….
import assert from 'node:assert/strict';
import test from 'node:test';
import akismet from 'akismet-api';

const {KEY, SPAM, FINE, HOST} = process.env;
const about = HOST ? {protocol: 'http', host: HOST} : {}; // without: https://KEY.rest.akismet.com
const client = new akismet.AkismetClient({...about, key: KEY, blog: 'https://blog.example/'});
const stranger = new akismet.AkismetClient({...about, key: 'ffffffffffff', blog: 'https://blog.example/'});
const comment = {
	ip: '192.0.2.7', useragent: 'Mozilla/5.0', referrer: 'https://search.example/', name: 'Ann', type: 'comment',
	email: 'ann@reader.example', permalink: 'https://blog.example/1', date: '2026-11-29T12:00:00Z',
	permalinkDate: '2026-11-28T12:00:00Z',
};

test('the key is valid', async () => assert.equal(await client.verifyKey(), true));
test('another key is not', async () => assert.equal(await stranger.verifyKey(), false));
test('spam', async () => assert.equal(await client.checkSpam({...comment, content: SPAM}), true));
test('no spam', async () => assert.equal(await client.checkSpam({...comment, content: FINE}), false));
test('an unknown key is told', () => assert.rejects(stranger.checkSpam({...comment, content: FINE}), /Invalid API key/));
test('guaranteed spam, by name', async () => {
	assert.equal(await client.checkSpam({...comment, name: 'viagra-test-123', content: FINE}), true);
	assert.equal(await client.checkSpam({...comment, name: 'akismet-guaranteed-spam', content: FINE}), true);
});
test('guaranteed spam, by address', async () => {
	assert.equal(await client.checkSpam({...comment, email: 'akismet-guaranteed-spam@example.com', content: FINE}), true);
});
test('guaranteed ham', async () => {
	assert.equal(await client.checkSpam({...comment, content: SPAM, role: 'administrator', isTest: true}), false);
});
test('a honeypot that stayed empty', async () => {
	assert.equal(await client.checkSpam({...comment, content: FINE, honeypot_field_name: 'trap', trap: ''}), false);
});
test('an address that is empty, as Coral sends it', async () => {
	assert.equal(await client.checkSpam({...comment, ip: '', content: FINE}), false);
});
test('nothing but the address', async () => assert.equal(await client.checkSpam({ip: '192.0.2.7'}), false));
test('mistakes are reported', async () => {
	const thanks = 'Thanks for making the web a better place.';
	assert.equal((await client.submitSpam({...comment, content: SPAM})).text, thanks);
	assert.equal((await client.submitHam({...comment, content: FINE})).text, thanks);
	assert.equal((await stranger.submitHam({...comment, content: FINE})).text, 'invalid');
});
test('a hundred at once', async () => {
	const all = Array.from({length: 100}, (_, i) => client.checkSpam({...comment, content: i % 2 ? SPAM : FINE}));
	assert.deepEqual(await Promise.all(all), all.map((_, i) => i % 2 === 1));
});
test('callbacks', (t, done) => {
	client.checkSpam({...comment, content: SPAM}, (error, spam) => {
		assert.equal(error, null);
		assert.equal(spam, true);
		done();
	});
});
