/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "corpus/prose_lines.h"

struct file {
	const char *what;
	const char *text;
};

static void check_files(const struct file *files, size_t n, bool expected)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (prose_lines(str(files[i].text), false) != expected)
			fail_msg("%s: expected %s", files[i].what, expected ? "lines" : "something else");
}

static void comments__one_a_line__are_lines(void **state)
{
	static const struct file files[] = {
		{"short", "I like this one.\nSo do I, honestly.\nNo, it is bad!\n"},
		{"no line end", "I like this one.\nSo do I, honestly.\nNo, it is bad!"},
		{"CRLF", "I like this one.\r\nSo do I, honestly.\r\nNo, it is bad!\r\n"},
		{"few ends",
			"what a lovely walk that was\nthe gate by the mill is broken again\nyou are an idiot!\n"
			"@bob no, the other one\n\"open till five\" they said, and it was not\n"
			"who mends it? the council?\nthanks for the photos Ann\nlol same here\n"},
		{"long and without ends", "the path from the mill to the church was under water for most "
								  "of the winter and nobody "
								  "came to look at it\nsame here\nmy dog loves it there\nwe went "
								  "on Sunday with the kids\n"
								  "last year they said it would be mended by spring and now it is "
								  "autumn and not a soul has "
								  "been seen\n"},
		{"emoji", "so very good \xf0\x9f\x98\x80\nI was there too \xf0\x9f\x91\x8d\n"
				  "\xf0\x9f\x98\x82\xf0\x9f\x98\x82 what a day\n"},
		{"Russian", "\xd0\xad\xd1\x82\xd0\xbe \xd0\xbe\xd1\x87\xd0\xb5\xd0\xbd\xd1\x8c "
					"\xd1\x85\xd0\xbe\xd1\x80\xd0\xbe\xd1\x88\xd0\xbe.\n"
					"\xd0\xaf \xd1\x82\xd0\xb0\xd0\xba \xd0\xbd\xd0\xb5 "
					"\xd0\xb4\xd1\x83\xd0\xbc\xd0\xb0\xd1\x8e!\n"
					"\xd0\x90 \xd0\xbf\xd0\xbe\xd1\x87\xd0\xb5\xd0\xbc\xd1\x83 "
					"\xd0\xb6\xd0\xb5 \xd0\xbd\xd0\xb5\xd1\x82?\n"},
		{"Chinese, without spaces",
			"\xe8\xbf\x99\xe4\xb8\xaa\xe8\xa7\x86\xe9\xa2\x91\xe5\xbe\x88\xe5\xa5\xbd\xe3\x80\x82\n"
			"\xe6\x88\x91\xe4\xb8\x8d\xe5\x90\x8c\xe6\x84\x8f\xe4\xbd\xa0\xe7\x9a\x84\xe8\xaf\x9d"
			"\xef"
			"\xbc\x81\n"
			"\xe4\xbd\xa0\xe4\xbb\xac\xe5\x9c\xa8\xe8\xaf\xb4\xe4\xbb\x80\xe4\xb9\x88\xef\xbc\x9f"
			"\n"},
		{"Latin-1", "Das ist sch\xf6n.\nNein, \xfc"
					"berhaupt nicht!\nWarum das denn?\n"},
	};

	(void)state;
	check_files(files, COUNT(files), true);
}

static void text__of_another_kind__is_not_lines(void **state)
{
	static const struct file files[] = {
		{"too few", "This package is empty.\nSee the other one instead.\n"},
		{"menu", "Home\nNews\nSport\nWeather today\nContact us\nLog in\n"},
		{"menu in one line", "Home | News | Sport | Weather\nLog in | Register\nSkip to content\n"},
		{"log", "2024-05-03 10:00:00 INFO server: started on port 80.\n"
				"2024-05-03 10:00:01 WARN server: no key was given.\n"
				"2024-05-03 10:00:02 INFO server: one client was served.\n"},
		{"system log", "May  3 10:00:00 mill sshd[12]: Failed password for root.\n"
					   "May  3 10:00:01 mill sshd[12]: Failed password for ann.\n"
					   "May  3 10:00:07 mill kernel: The disk is full.\n"},
		{"C",
			"#include <stdio.h>\n\nint main(void)\n{\n\tputs(\"Hello, you.\");\n\treturn 0;\n}\n"},
		{"script",
			"#!/bin/sh\n# Say hello to all of them.\n# And to nobody else.\necho hello you\n"},
		{"Python",
			"import os\ndef main(argument):\n    return os.path(argument)\nmain('text of it')\n"},
		{"SQL", "INSERT INTO t VALUES (1, 'Good news.');\nINSERT INTO t VALUES (2, 'Bad news.');\n"
				"INSERT INTO t VALUES (3, 'No news at all.');\n"},
		{"CSV", "Ann Lowe,ann@example.org,Good news for us all.\n"
				"Bob,bob@example.org,Nobody asked me about it.\n"
				"Cy,cy@example.org,What is it about?\n"},
		{"CSV with semicolons",
			"Ann Lowe;Good news for us all.\nBob Hill;Nobody asked me about it.\n"
			"Cy;What is it about?\n"},
		{"TSV",
			"Ann Lowe\tGood news for us all.\nBob\tNobody asked me about it.\nCy\tWhat is it?\n"},
		{"columns", "cat      Joins files and prints them.\nls       Lists what is in a folder.\n"
					"mv       Moves files and folders.\n"},
		{"mail", "From: Ann <ann@example.org>\nTo: Bob <bob@example.org>\nSubject: the path by the "
				 "mill\nDate: Fri, 3 May 2024 10:00:00 +0000\n\nHello Bob,\n\nis it open again?\n"},
		{"chat", "Ann: is the path open again?\nBob: not that I know of.\nAnn: what a pity!\n"},
		{"Markdown",
			"# The mill\n\nThe mill is open on Sundays.\n\n- Take the path.\n- Bring a coat.\n"
			"\nThat is all there is to say.\n"},
		{"Markdown without headings",
			"The mill is open on Sundays from ten to five.\n\nTake the path along the river.\n\n"
			"That is all there is to say.\n"},
		{"changelog", "moderato (1.2) unstable; urgency=low\n\n  * Read more forms.\n"
					  "  * Say what is not known.\n\n -- Ann <ann@example.org>  Fri, 3 May 2024\n"},
		{"changelog without blanks", "* Read more forms than before.\n* Say what is not known.\n"
									 "* Count what was left alone.\n"},
		{"numbered",
			"1. Take the path along the river.\n2. Turn left at the mill.\n3. Ring the bell.\n"},
		{"names", "Ann Lowe of Hill Road\nBob Hill of the Mill\nCy Young of Church Lane\n"
				  "Di Marsh of Mill Lane\n"},
		{"a paragraph that is wrapped",
			"The mill stands at the end of the path that leads along the river, and\n"
			"it is open on Sundays. Whoever wants to see the wheel turn has to come\n"
			"before noon, because the water is let into the pond then. Children are\n"
			"welcome if they do not touch the stones. There is a small shop with\n"
			"flour and bread.\n"},
		{"alike", "Added a page about it.\nAdded more of them.\nAdded the last one.\n"
				  "Added a word or two.\nAdded one more test.\nAdded what was missing.\n"
				  "Added nothing at all.\nFixed what was wrong.\nAdded a picture of it.\n"
				  "Added the other half.\nAdded the first half.\nAdded all the rest.\n"},
		{"settings", "name = the mill\nopen=on Sundays only\ncolour = a dark green\n"},
		{"JSON of no objects", "[\"one of them\",\n\"another of them\",\n\"the last of them\"]\n"},
	};

	(void)state;
	check_files(files, COUNT(files), false);
}

static void text__that_is_cut__is_judged_by_whole_lines(void **state)
{
	static const char text[] = "I like this one.\nSo do I, honestly.\nNo, it is bad!\n\\n{;";

	(void)state;
	assert_true(prose_lines(str(text), true));
	assert_false(prose_lines(str("I like this one.\nSo do I, honestly.\nNo, it"), true));
	assert_false(prose_lines(str(""), true));
	assert_false(prose_lines(str(""), false));
	assert_false(prose_lines(str("\n\n\n"), false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comments__one_a_line__are_lines),
		cmocka_unit_test(text__of_another_kind__is_not_lines),
		cmocka_unit_test(text__that_is_cut__is_judged_by_whole_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
