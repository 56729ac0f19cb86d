# SPDX-License-Identifier: MIT
# Debian's libnet-akismet-perl, which puts the key into the host: http://KEY.HOST/1.1/….
use strict;
use warnings;
use Net::Akismet;
use Test::More;

my @about = $ENV{HOST} ? (SERVICE_HOST => $ENV{HOST}) : ();
my @comment = (
	USER_IP => '192.0.2.7', COMMENT_USER_AGENT => 'Mozilla/5.0', COMMENT_AUTHOR => 'Ann', COMMENT_TYPE => 'comment',
	COMMENT_AUTHOR_EMAIL => 'ann@reader.example', REFERER => 'https://search.example/',
	PERMALINK => 'https://blog.example/1',
);

my $akismet = Net::Akismet->new(@about, KEY => $ENV{KEY}, URL => 'https://blog.example/');
ok($akismet, 'the key is valid') or BAIL_OUT('no client');
ok(!Net::Akismet->new(@about, KEY => 'ffffffffffff', URL => 'https://blog.example/'), 'another key is not');
is($akismet->check(@comment, COMMENT_CONTENT => $ENV{SPAM}), 'true', 'spam');
is($akismet->check(@comment, COMMENT_CONTENT => $ENV{FINE}), 'false', 'no spam');
is($akismet->check(@comment, COMMENT_AUTHOR => 'viagra-test-123'), 'true', 'guaranteed spam');
ok($akismet->spam(@comment, COMMENT_CONTENT => $ENV{SPAM}), 'spam is reported');
is($akismet->{response}, 'Thanks for making the web a better place.', 'and thanked for');
ok($akismet->ham(@comment, COMMENT_CONTENT => $ENV{FINE}), 'no spam is reported');
done_testing();
