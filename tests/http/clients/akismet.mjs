// SPDX-License-Identifier: MIT
// npm akismet. With an address of its own (PORT) it sends no key but to verify it; as it comes, it asks
// http://KEY.rest.akismet.com, and https with port 443.
import assert from 'node:assert/strict';
import test from 'node:test';
import {promisify} from 'node:util';
import akismet from 'akismet';

const {KEY, SPAM, FINE, PORT, ASK_PORT} = process.env;
const about = PORT ? {host: '127.0.0.1', endPoint: '127.0.0.1', port: +PORT} : ASK_PORT ? {port: +ASK_PORT} : {};

function of(apiKey) {
	const client = akismet.client({...about, apiKey, blog: 'https://blog.example/', charSet: 'utf-8'});
	const names = ['verifyKey', 'checkComment', 'checkSpam', 'submitSpam', 'submitHam'];
	return Object.fromEntries(names.map((n) => [n, promisify(client[n]).bind(client)]));
}
const client = of(KEY);
const comment = {
	user_ip: '192.0.2.7', user_agent: 'Mozilla/5.0', referrer: 'https://search.example/', comment_type: 'comment',
	comment_author: 'Ann', comment_author_email: 'ann@reader.example', permalink: 'https://blog.example/1',
};

test('the key is valid', async () => assert.equal(await client.verifyKey(), true));
test('another key is not', async () => assert.equal(await of('ffffffffffff').verifyKey(), false));
test('spam', async () => assert.equal(await client.checkComment({...comment, comment_content: SPAM}), true));
test('no spam', async () => assert.equal(await client.checkSpam({...comment, comment_content: FINE}), false));
test('guaranteed spam', async () => {
	assert.equal(await client.checkComment({...comment, comment_author: 'viagra-test-123'}), true);
});
test('mistakes are reported', async () => {
	await client.submitSpam({...comment, comment_content: SPAM});
	await client.submitHam({...comment, comment_content: FINE});
});
