// SPDX-License-Identifier: MIT
// npm @cedx/akismet, which sends the key in the body and takes a header X-akismet-debug-help, or any
// status but 200, for an error.
import assert from 'node:assert/strict';
import test from 'node:test';
import {Author, AuthorRole, Blog, CheckResult, Client, Comment, CommentType} from '@cedx/akismet';

const {KEY, SPAM, FINE, URL: url} = process.env;
const about = url ? {baseUrl: url} : {}; // without: https://rest.akismet.com
const blog = new Blog({charset: 'UTF-8', languages: ['en', 'fr'], url: 'https://blog.example/'});
const client = new Client(KEY, blog, about);
const stranger = new Client('ffffffffffff', blog, about);

const ann = {ipAddress: '192.0.2.7', name: 'Ann', email: 'ann@reader.example', userAgent: 'Mozilla/5.0'};
function comment(content, author = {}) {
	return new Comment({
		author: new Author({...ann, ...author}), content, date: new Date('2026-11-29T12:00:00Z'), type: CommentType.comment,
		permalink: 'https://blog.example/1', postModified: new Date('2026-11-28'), referrer: 'https://search.example/',
		context: ['pills & "quotes"', 'caf\u00e9', '\u{1f600}'], recheckReason: 'edit',
	});
}

test('the key is valid', async () => assert.equal(await client.verifyKey(), true));
test('another key is not', async () => assert.equal(await stranger.verifyKey(), false));
test('the key of its own tests is not', async () => {
	assert.equal(await new Client('viagra-test-123', blog, about).verifyKey(), false);
});
test('spam', async () => assert.notEqual(await client.checkComment(comment(SPAM)), CheckResult.ham));
test('no spam', async () => assert.equal(await client.checkComment(comment(FINE)), CheckResult.ham));
test('guaranteed spam', async () => {
	assert.notEqual(await client.checkComment(comment(FINE, {name: 'viagra-test-123'})), CheckResult.ham);
	assert.notEqual(await client.checkComment(comment(FINE, {email: 'akismet-guaranteed-spam@example.com'})), CheckResult.ham);
});
test('guaranteed ham, in test mode', async () => {
	const tester = new Client(KEY, blog, {...about, isTest: true});
	assert.equal(await tester.checkComment(comment(SPAM, {role: AuthorRole.administrator})), CheckResult.ham);
});
test('mistakes are reported', async () => {
	await client.submitSpam(comment(SPAM));
	await client.submitHam(comment(FINE));
});
test('an unknown key is told', () => assert.rejects(stranger.submitHam(comment(FINE))));
